/** A certificate's SHA-256 as 64 capital hex digits, however it was written (colons, spaces, small letters). */
export const plainFingerprint = (text: string): string => text.replaceAll(/[^0-9a-f]/gi, '').toUpperCase()

/** `AECD 804B 0C81 …`: sixteen groups of four, as two people read it to each other. */
export const groupedFingerprint = (text: string): string =>
  plainFingerprint(text)
    .match(/.{1,4}/g)
    ?.join(' ') ?? ''
