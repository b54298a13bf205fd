/** What a letter must not say of whoever reported. */
export interface Person {
  readonly name: string
  /** Addresses and numbers as they are known. */
  readonly identifiers: readonly string[]
}

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu
/** Seven digits and more that look like a telephone number; not house numbers, road chainages or dates. */
const PHONE = /(?<![\p{L}\p{N}./+-])(?:\+|00)?\d(?:[\s./-]?\d){6,14}(?![\p{L}\p{N}])/gu
const DATE = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/
const FISCAL_CODE = /\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/gi

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Written between whitespace and the punctuation of a sentence, in any case. */
const asWords = (words: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${escaped(words).replace(/\s+/g, '\\s+')}(?![\\p{L}\\p{N}])`, 'giu')

/**
 * A text without the reporter's name, addresses, telephone numbers and tax code, whoever's they are; `mark` stands where
 * they stood. What somebody writes of themselves in other words stays: the letter is read before it leaves.
 */
export const withoutPerson = (text: string, person: Person, mark: string): string => {
  const name = person.name.trim().replace(/\s+/g, ' ')
  const turned = name.split(' ').toReversed().join(' ')
  const names = name.includes(' ') ? [name, turned] : name.length > 2 ? [name] : []
  const known = person.identifiers.filter((one) => one.trim().length > 3)
  const plain = [...names, ...known].reduce((left, words) => left.replace(asWords(words), mark), text)
  return plain
    .replace(EMAIL, mark)
    .replace(FISCAL_CODE, mark)
    .replace(PHONE, (found) => (DATE.test(found) ? found : mark))
}
