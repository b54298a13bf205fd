/** As many addresses may stand in one line of an answer: more is a circular, and no mail server takes it from a desk. */
export const MOST_RECIPIENTS = 50

export const MEGABYTE = 1024 * 1024

/** Text, headers and the signature of a mail, and more. */
const REST = 64 * 1024
/** Base64 makes four letters of three bytes, and breaks the line after 76. */
const GROWTH = (4 / 3) * (78 / 76)

/** What a mail with these files weighs as it travels, in bytes. */
export const mailBytes = (sizes: readonly number[]): number =>
  sizes.length === 0 ? 0 : Math.ceil(sizes.reduce((sum, size) => sum + size, 0) * GROWTH) + REST
