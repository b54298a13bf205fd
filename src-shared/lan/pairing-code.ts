/** No I, L, O and U: nobody has to ask whether that was a zero. 32 signs, so a byte's low five bits choose one evenly. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const CODE_LENGTH = 8
/** How long a pairing code is good for, in milliseconds. */
export const CODE_LIFE_MS = 10 * 60 * 1000

/** A code from random bytes, grouped for reading aloud: `7K2M-Q4XD`. */
export const pairingCode = (bytes: Uint8Array): string => {
  const signs = [...bytes.subarray(0, CODE_LENGTH)].map((byte) => SIGNS[byte & 31]).join('')
  return `${signs.slice(0, 4)}-${signs.slice(4)}`
}

/** What a person typed, as the desk that made it knows it: spaces, dashes, small letters and look-alikes are forgiven. */
export const plainCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
