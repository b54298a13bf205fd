/** What mail programs put in front when somebody answers, in the languages that reach an Italian office. */
const REPLY = 're|r|ris|risp|rif|aw|antw|sv|ref|res'
/** … and when somebody passes a mail on. */
const FORWARD = 'fwd|fw|i|inol|inoltro|wg|tr|rv|enc'
/** Certified mail's own prefixes, on the envelope only. */
const CERTIFIED = 'posta certificata|anomalia messaggio'

/** `Re:`, `R :`, `RE[2]:`, `Fwd(3):`, with the wide colon of some phones. */
const PREFIX = new RegExp(
  `^\\s*(?:(${REPLY})|(${FORWARD})|${CERTIFIED})\\s?(?:\\[\\d{1,3}\\]|\\(\\d{1,3}\\)|\\^\\d{1,3})?\\s?[:：]`,
  'i',
)

export interface SubjectParts {
  /** Without prefixes; the original's own words, spaces folded to one. */
  readonly text: string
  /** The outermost prefix, which tells what the sender did: null for a first mail. */
  readonly opening: 'reply' | 'forward' | null
  /** Somebody on the way passed it on: `R: I: Fosso` answers what was passed on. */
  readonly isForwarded: boolean
}

/** `R: I: Buca in via Romana` → `Buca in via Romana`, a reply. A subject of prefixes only becomes ''. */
export const splitSubject = (subject: string): SubjectParts => {
  let text = subject.replace(/\s+/g, ' ').trim()
  let opening: SubjectParts['opening'] = null
  let isForwarded = false
  for (let match = PREFIX.exec(text); match; match = PREFIX.exec(text)) {
    opening ??= match[1] ? 'reply' : match[2] ? 'forward' : null
    isForwarded ||= match[2] !== undefined
    text = text.slice(match[0].length).trimStart()
  }
  return { text, opening, isForwarded }
}
