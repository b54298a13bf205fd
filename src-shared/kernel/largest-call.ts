/** Bytes of one call: text that a person wrote, or an area that was drawn; files travel through the stream door. */
export const LARGEST_CALL = 2_000_000
