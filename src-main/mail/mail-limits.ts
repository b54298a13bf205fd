/** A mail above this is kept as it is and never fetched whole or parsed. */
export const MAX_MAIL_BYTES = 50 * 1024 * 1024
