/** Whether it is settled, in the citizen's own word. Written into stores: never rename one. */
export const FOLLOW_UP_ANSWERS = ['yes', 'no'] as const
export type FollowUpAnswer = (typeof FOLLOW_UP_ANSWERS)[number]

/** Why nobody was asked. */
export const UNASKED_REASONS = [
  'anonymous',
  'no_address',
  'automatic_address',
  'bounced',
  'no_mailbox',
  'too_many',
  'restored',
] as const
export type UnaskedReason = (typeof UNASKED_REASONS)[number]

/** Whoever switches it on asks about last week's closings, not about last year's. */
export const OLDEST_ASKED_DAYS = 7

export interface AskingFacts {
  readonly isAnonymous: boolean
  /** Empty: nowhere to ask. */
  readonly address: string
  /** A machine's address, or one of the office's own. */
  readonly isAutomatic: boolean
  readonly isBounced: boolean
  readonly hasMailbox: boolean
  readonly isFlooded: boolean
}

/** Why this citizen is not asked; null when the question may leave. */
export const whyUnasked = (facts: AskingFacts): UnaskedReason | null => {
  if (facts.address === '') return facts.isAnonymous ? 'anonymous' : 'no_address'
  if (facts.isAutomatic) return 'automatic_address'
  if (facts.isBounced) return 'bounced'
  if (!facts.hasMailbox) return 'no_mailbox'
  return facts.isFlooded ? 'too_many' : null
}

/** Crockford's base 32 again: nothing that is read as something else where a program shows the subject badly. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12

/**
 * The word by which an answer is known as one, 60 bits: who has it had the mail.
 * @param random at least 12 bytes from a cryptographic source
 */
export const followUpCode = (random: Uint8Array): string =>
  Array.from(random.subarray(0, LENGTH), (byte) => ALPHABET.charAt(byte & 31)).join('')

const SAID: Readonly<Record<FollowUpAnswer, string>> = { yes: 'SI', no: 'NO' }

/** The subject that a link writes; its end is what counts. */
export const codedSubject = (title: string, answer: FollowUpAnswer, code: string): string =>
  `${title} ${SAID[answer]}-${code}`

/** `mailto:` with that subject; no body, so that whatever stands in the answer was written by the citizen. */
export const answerLink = (address: string, subject: string): string =>
  `mailto:${address}?subject=${encodeURIComponent(subject)}`

const CODED = new RegExp(`(?:^|[^\\p{L}\\d])(S[IÌ]|NO)-([${ALPHABET}]{${LENGTH}})(?![\\p{L}\\d])`, 'u')

/** The answer in a mail's subject, whatever programs put before and after it; null for none. */
export const codedAnswer = (subject: string): { readonly answer: FollowUpAnswer; readonly code: string } | null => {
  const [, said, code] = CODED.exec(subject.toUpperCase()) ?? []
  return said === undefined || code === undefined ? null : { answer: said === 'NO' ? 'no' : 'yes', code }
}

const YES = /^(?:s[iìí]'?|yes|ok|risolto|confermo)$/iu
const NO = /^(?:no|non)$/iu

/**
 * The answer of whoever pressed "reply" and wrote instead of using a link: only its first word counts, and only one that
 * leaves no doubt. Null: a person reads it, as any other mail.
 */
export const spokenAnswer = (visible: string): FollowUpAnswer | null => {
  const [word = ''] = visible.trim().split(/[\s,.;:!]+/u)
  if (YES.test(word)) return 'yes'
  return NO.test(word) ? 'no' : null
}

/** What the question's text must hold, or nobody could answer it. */
export const ANSWER_MARKS = ['{si}', '{no}'] as const
export const holdsBothLinks = (text: string): boolean => ANSWER_MARKS.every((mark) => text.includes(mark))

/** Stands for a link while the words in braces are filled in: what a citizen once wrote is no place for one. */
const KEPT = '\u0000'

/** The question as it is sent: `fill` puts in everything but the links. */
export const questionText = (
  template: string,
  links: Readonly<Record<FollowUpAnswer, string>>,
  fill: (text: string) => string,
): string =>
  fill(template.replaceAll(KEPT, '').replaceAll('{si}', `${KEPT}yes;`).replaceAll('{no}', `${KEPT}no;`))
    .replaceAll(`${KEPT}yes;`, () => links.yes)
    .replaceAll(`${KEPT}no;`, () => links.no)
