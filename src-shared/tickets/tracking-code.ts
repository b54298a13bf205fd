/** Crockford's base 32: no I, L, O or U, so that a code survives being read out over the phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12
const GROUP = 4

const grouped = (symbols: string): string => (symbols.match(/.{4}/g) ?? []).join('-')

/**
 * The code with which a citizen may follow a report without an account: `K7QF-2M9X-PT4R`, 60 bits.
 * @param random at least 16 bytes from a cryptographic source
 * @throws RangeError with fewer bytes, which would be a bug of the caller
 */
export const trackingCode = (random: Uint8Array): string => {
  if (random.length < 16) throw new RangeError('a tracking code needs 16 random bytes')
  let symbols = ''
  // One symbol per byte: its low five bits, all equally likely. The other bytes are not needed.
  for (const byte of random.subarray(0, LENGTH)) symbols += ALPHABET.charAt(byte & 31)
  return grouped(symbols)
}

/** What a person typed or read out, back in its written form; null when it cannot be a code. */
export const parseTrackingCode = (text: string): string | null => {
  const symbols = text
    .toUpperCase()
    .replace(/[\s\-–—._]+/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
  if (symbols.length !== LENGTH) return null
  return [...symbols].every((symbol) => ALPHABET.includes(symbol)) ? grouped(symbols) : null
}

export const TRACKING_CODE_LENGTH = LENGTH + LENGTH / GROUP - 1
