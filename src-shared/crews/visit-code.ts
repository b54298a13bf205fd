/**
 * The code of a visit on the crews' paper: typed by hand, or by a scanner that works as a keyboard. No letters that look
 * like digits, nothing that a keyboard's layout moves, and a last character that gives away most slips of one key.
 */
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUVWX'
const BASE = SIGNS.length
/** Read as what was meant: I and O are not in use, and S, Y and Z neither. */
const MEANT: Readonly<Record<string, string>> = { O: '0', I: '1', S: '5', Z: '2', Y: 'V' }
const LENGTH = 4

/** Weighted, so that two characters that changed places are noticed too; BASE is prime. */
const checkOf = (digits: string): string => {
  const sum = [...digits].reduce((total, sign, index) => total + SIGNS.indexOf(sign) * (index + 2), 0)
  return SIGNS.charAt(sum % BASE)
}

/** `01K7-3`: the visit's id, at least four characters, and one to check it by. */
export const visitCode = (id: number): string => {
  let digits = ''
  for (let rest = id; rest > 0; rest = Math.floor(rest / BASE)) digits = SIGNS.charAt(rest % BASE) + digits
  const padded = digits.padStart(LENGTH, '0')
  return `${padded}-${checkOf(padded)}`
}

/** The visit's id; null when the text is no such code. Blanks, hyphens and small letters are forgiven. */
export const readVisitCode = (text: string): number | null => {
  const signs = [...text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')].map((sign) => MEANT[sign] ?? sign).join('')
  const digits = signs.slice(0, -1)
  if (digits.length < LENGTH || [...signs].some((sign) => !SIGNS.includes(sign))) return null
  if (checkOf(digits) !== signs.slice(-1)) return null
  const id = [...digits].reduce((value, sign) => value * BASE + SIGNS.indexOf(sign), 0)
  return id > 0 && Number.isSafeInteger(id) ? id : null
}
