import { z } from 'zod'
import { categoryId, platformId } from '../kernel/ids'

/** What a platform's notice may say about a report, each under a label of its own. */
export const NOTICE_PARTS = [
  'number',
  'title',
  'description',
  'place',
  'point',
  'category',
  'link',
  'name',
  'email',
  'phone',
] as const
export type NoticePart = (typeof NOTICE_PARTS)[number]

const label = z.string().trim().max(60)
/** By which mails of a platform are known, and where in them stands what. */
export const mailRule = z.object({
  id: z.string().regex(/^[\w-]{4,40}$/),
  /** The platform's, as the ticket's message shows it. */
  name: z.string().trim().min(1).max(120),
  active: z.boolean(),
  /** An address, or a domain with its @. */
  from: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\s@]*@[^\s@]+$/),
  /** With `*` for anything and the words of `SUBJECT_WORDS` in braces; empty: whatever it is. */
  subject: z.string().trim().max(200),
  /** As they stand in the mail, without the colon; empty: the mail does not say it. */
  labels: z.object({
    number: label,
    title: label,
    description: label,
    place: label,
    point: label,
    category: label,
    link: label,
    name: label,
    email: label,
    phone: label,
  }),
  /** Where the notice's own category is none of the office's. */
  categoryId: categoryId.nullable(),
  /** The platform that is read by Open311 too: a report that came one way does not come again the other. */
  platformId: platformId.nullable(),
})
export type MailRule = z.output<typeof mailRule>

/** The words of a subject's pattern, as the office writes them. */
export const SUBJECT_WORDS = {
  numero: 'number',
  titolo: 'title',
  luogo: 'place',
  categoria: 'category',
} as const satisfies Record<string, NoticePart>

export interface NoticeMail {
  readonly from: string
  readonly subject: string
  /** The whole text, quotes and all. */
  readonly text: string
}

export interface PlatformNotice {
  readonly number: string
  readonly title: string
  readonly description: string
  readonly place: string
  readonly point: { readonly lat: number; readonly lon: number } | null
  readonly category: string
  readonly link: string
  readonly name: string
  readonly email: string
  readonly phone: string
  /** By which the same report is known again: its number, else its link; empty when the mail names neither. */
  readonly key: string
}

export type NoticeReading =
  | { readonly matches: true; readonly notice: PlatformNotice }
  | { readonly matches: false; readonly because: 'from' | 'subject' }

const LONGEST = { subject: 500, text: 50_000, line: 300, description: 20_000 }

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
const spaced = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** The words of a subject by a pattern; null when it does not match. */
const subjectWords = (pattern: string, subject: string): Partial<Record<NoticePart, string>> | null => {
  if (pattern.trim() === '') return {}
  const parts: NoticePart[] = []
  const source = spaced(pattern)
    .split(/(\{[a-z]+\}|\*)/)
    .map((piece, index, all) => {
      const part = Object.entries(SUBJECT_WORDS).find(([word]) => piece === `{${word}}`)?.[1]
      if (piece === '*') return '.*?'
      if (part === undefined) return escaped(piece)
      parts.push(part)
      // One word, whole: as little as will do would be its first digit where anything may follow.
      if (part === 'number') return String.raw`([\p{L}\p{N}][\p{L}\p{N}._/-]*)`
      return all.slice(index + 1).find((next) => next !== '') === '*' ? '(.+)' : '(.+?)'
    })
    .join('')
  const found = new RegExp(`^${source}$`, 'isu').exec(spaced(subject).slice(0, LONGEST.subject))
  if (found === null) return null
  return Object.fromEntries(parts.map((part, index) => [part, (found[index + 1] ?? '').trim()]))
}

interface Labelled {
  readonly part: NoticePart
  readonly rest: string
}

/** A line that begins with one of the labels, longest first: "Indirizzo email" is not "Indirizzo". */
const labelledLine = (labels: MailRule['labels']): ((line: string) => Labelled | null) => {
  const known = NOTICE_PARTS.filter((part) => labels[part] !== '')
    .toSorted((a, b) => labels[b].length - labels[a].length)
    .map((part) => ({
      part,
      // A colon, a column of a table, or the label alone on its line.
      form: new RegExp(`^[\\s>*•-]*${escaped(labels[part])}\\s*\\*?\\s*(?:[:：]\\s*|\\t+|\\s{2,}|$)(.*)$`, 'iu'),
    }))
  return (line) => {
    for (const { part, form } of known) {
      const found = form.exec(line)
      if (found) return { part, rest: (found[1] ?? '').replace(/^\*+\s*/, '').trim() }
    }
    return null
  }
}

/** Every end of a line that a pattern's dot stops at: one left inside would make a label's pattern try all ways to match. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/

/** What stands under each label: a line, of the description all up to the next label. */
const labelledParts = (rule: MailRule, text: string): Partial<Record<NoticePart, string>> => {
  const labelOf = labelledLine(rule.labels)
  const found: Partial<Record<NoticePart, string>> = {}
  let open: NoticePart | null = null
  for (const line of text.slice(0, LONGEST.text).split(LINE_END)) {
    if (/^-- ?$/.test(line)) break
    const labelled = labelOf(line.slice(0, 2000))
    if (labelled !== null) {
      open = found[labelled.part] === undefined ? labelled.part : null
      if (open !== null) found[open] = labelled.rest
      continue
    }
    if (open === null) continue
    const before: string = found[open] ?? ''
    if (open === 'description') found[open] = `${before}\n${line}`
    // Where the label stands alone, its word is the next line that holds one.
    else if (before === '') found[open] = line.trim()
    else open = null
  }
  return found
}

const WEB = /https?:\/\/[^\s<>"')\]]+/g

const linkIn = (words: string, text: string, number: string): string => {
  const own = words.match(WEB)?.[0]
  if (own !== undefined) return own
  const all = text.slice(0, LONGEST.text).match(WEB) ?? []
  const ofReport = number === '' ? undefined : all.find((url) => url.includes(number))
  return (ofReport ?? '').replace(/[.,;]+$/, '')
}

const pointIn = (words: string): PlatformNotice['point'] => {
  const found = /(-?\d{1,2}\.\d+)\D+?(-?\d{1,3}\.\d+)/.exec(words)
  const [lat, lon] = [Number(found?.[1]), Number(found?.[2])]
  const isPoint = found !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
  return isPoint ? { lat, lon } : null
}

const isFrom = (rule: MailRule, address: string): boolean => {
  const [wanted, given] = [rule.from.toLowerCase(), address.trim().toLowerCase()]
  return wanted.startsWith('@') ? given.endsWith(wanted) : given === wanted
}

/** Whether a mail is a notice of this rule's platform, and what it says. */
export const readNotice = (rule: MailRule, mail: NoticeMail): NoticeReading => {
  if (!isFrom(rule, mail.from)) return { matches: false, because: 'from' }
  const words = subjectWords(rule.subject, mail.subject)
  if (words === null) return { matches: false, because: 'subject' }
  const parts = labelledParts(rule, mail.text)
  const of = (part: NoticePart): string => spaced(parts[part] || (words[part] ?? '')).slice(0, LONGEST.line)
  const number = of('number').replace(/^[#nN°.\s]+(?=\S)/u, '')
  const description = rule.labels.description === '' ? mail.text : (parts.description ?? '')
  const link = linkIn(of('link'), mail.text, number).slice(0, 500)
  return {
    matches: true,
    notice: {
      number,
      title: of('title').slice(0, 200),
      description: description
        .replaceAll(/\n{3,}/g, '\n\n')
        .trim()
        .slice(0, LONGEST.description),
      place: of('place'),
      point: pointIn(of('point')),
      category: of('category'),
      link,
      name: of('name').slice(0, 120),
      email: /[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+/.exec(of('email'))?.[0] ?? '',
      phone: of('phone'),
      key: number !== '' ? `n:${number}` : link !== '' ? `l:${link}` : '',
    },
  }
}

/** A mail as people copy it: its first lines may name the sender and the subject. */
export const pastedMail = (pasted: string, before: NoticeMail): NoticeMail => {
  const head = pasted.split(LINE_END, 12)
  const named = (words: RegExp): string | undefined =>
    head.flatMap((line) => words.exec(line)?.[1]?.trim() ?? []).find((word) => word !== '')
  const from = named(/^\s*(?:da|from|mittente)\s*:\s*(.+)$/i)
  const address = from === undefined ? undefined : /[^\s<>"]+@[^\s<>"]+/.exec(from)?.[0]
  return {
    from: address ?? before.from,
    subject: named(/^\s*(?:oggetto|subject)\s*:\s*(.+)$/i) ?? before.subject,
    text: pasted,
  }
}
