import { parsePhone } from '../contacts/phone'

export interface CallerNumber {
  /** As an Italian writes it; an inside number as it came; empty for who hides it. */
  readonly display: string
  /** What calls, lines and citizens are matched on; empty for who hides it. */
  readonly key: string
}

const HIDDEN = /^(?:anonymous|unknown|private|restricted|withheld|unavailable|asserted.*|null|-)?$/i
const DIGITS = /^\d{8,15}$/
/** Beyond this nobody reads it. */
const LONGEST = 40

/** A number as switchboards say it: `393351397378` without its +, `sip:0583429211@pbx`, `anonymous`, `101`. */
export const readNumber = (said: string): CallerNumber => {
  const text = said
    .trim()
    .replace(/^(?:sips?|tel):/i, '')
    .replace(/[@;].*$/, '')
    .trim()
  if (HIDDEN.test(text)) return { display: '', key: '' }
  const phone = parsePhone(text) ?? (DIGITS.test(text) ? parsePhone(`+${text}`) : null)
  if (phone !== null) return { display: phone.display, key: phone.last9 }
  return { display: text.slice(0, LONGEST), key: text.toLowerCase().slice(0, LONGEST) }
}
