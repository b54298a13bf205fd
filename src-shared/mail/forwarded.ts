import { parseMailbox } from '../contacts/email-address'
import type { ForwardedMail } from './parsed-mail'
import { splitVisibleText } from './visible-text'

const FIELD =
  /^\*?(da|from|von|de|mittente|expediteur|inviato|inviata|data|date|sent|gesendet|a|per|to|an|cc|ccn|oggetto|ogg|subject|betreff|objet|rispondi a|reply-to|priorità|importance)\s*:\*?\s*(.*)$/i
const SENDERS = new Set(['da', 'from', 'von', 'de', 'mittente', 'expediteur'])
const SUBJECTS = new Set(['oggetto', 'ogg', 'subject', 'betreff', 'objet'])
const DATES = new Set(['inviato', 'inviata', 'data', 'date', 'sent', 'gesendet'])
const MAX_BLOCK_LINES = 20
const MAX_LINES = 20_000
const MAX_CHAIN = 10

interface Block {
  readonly sender: string
  readonly subject: string
  /** First line below it. */
  readonly end: number
}

/** A block of headers at `at`: a sender with an address and a subject or a date, in any order. */
const blockAt = (lines: readonly string[], at: number): Block | null => {
  if (!FIELD.test(lines[at] ?? '')) return null
  let sender = ''
  let subject: string | null = null
  let isDated = false
  let end = at
  for (let next = at; next < Math.min(lines.length, at + MAX_BLOCK_LINES); next += 1) {
    const line = (lines[next] ?? '').trim()
    const [, name = '', value = ''] = FIELD.exec(line) ?? []
    const key = name.toLowerCase()
    if (key === '') {
      // A long list of recipients runs on; blank lines stand between headers that were made from HTML.
      if (line === '' && (sender === '' || subject === null)) continue
      if (line !== '' && next > at && /^[^:]*[@;]/.test(line)) continue
      break
    }
    if (SENDERS.has(key)) sender ||= value
    else if (SUBJECTS.has(key)) subject ??= value
    else if (DATES.has(key)) isDated = true
    end = next + 1
  }
  return sender !== '' && (subject !== null || isDated) ? { sender, subject: subject ?? '', end } : null
}

const withoutMarks = (line: string): string => line.replace(/^(?:\s{0,3}>)+ ?/, '')

/**
 * The mails that a text passes on, the one that was passed on last first. Only what names its sender's address counts.
 */
export const forwardedInText = (text: string): ForwardedMail[] => {
  const lines = text.split(/\r?\n/, MAX_LINES).map(withoutMarks)
  const found: { readonly block: Block; readonly at: number }[] = []
  for (let at = 0; at < lines.length && found.length < MAX_CHAIN; at += 1) {
    const block = blockAt(lines, at)
    if (block === null) continue
    found.push({ block, at })
    at = block.end - 1
  }
  return found.flatMap(({ block }, index) => {
    const from = parseMailbox(block.sender.replace(/\[(?:mailto:)?([^\]\s]+@[^\]\s]+)\]/i, '<$1>'))
    if (from === null) return []
    const body = lines
      .slice(block.end, found[index + 1]?.at)
      .join('\n')
      .trim()
    return [{ from, subject: block.subject.trim(), text: body === '' ? '' : splitVisibleText(body).visible }]
  })
}
