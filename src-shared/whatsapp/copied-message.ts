import { type ChatMessage, readExportedChat } from './exported-chat'

/** What was copied out of WhatsApp, as one report. */
export interface CopiedReport {
  /** Number or name as the header has it. */
  readonly author: string
  /** Wall-clock time of the first message, `2026-04-02T09:13:44`. */
  readonly at: string
  readonly text: string
  readonly point: { readonly lat: number; readonly lon: number } | null
}

const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
/** WhatsApp Web and Desktop: `[09:12, 2/4/2026] Mario Rossi: …`, with 12 hours `[9:12 AM, 2/4/2026]`. */
const TIME_FIRST =
  /^\[(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f\u00a0]*[AaPp]\.?[Mm]\.?)?),\s*(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\]\s*/
/** Android, several messages at once: `[2/4, 09:12] Mario Rossi: …`, without a year. */
const NO_YEAR = /^\[(\d{1,2})[/.-](\d{1,2}),\s*(\d{1,2}[:.]\d{2}[^\]]*)\]\s*/

/** A day without its year is the latest such day that has been. */
const yearOf = (day: number, month: number, today: string): number => {
  const year = Number(today.slice(0, 4))
  const said = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return said > today ? year - 1 : year
}

/** Every header in the one form that exports have. */
const likeExport = (line: string, today: string): string =>
  line
    .replace(TIME_FIRST, (_all, time: string, date: string) => `[${date}, ${time}] `)
    .replace(
      NO_YEAR,
      (_all, day: string, month: string, time: string) =>
        `[${day}/${month}/${yearOf(Number(day), Number(month), today)}, ${time}] `,
    )

const hasHeader = (text: string): boolean => /^\[[^\]\n]{5,40}\]/.test(text)

/**
 * Reads messages copied out of WhatsApp, with their headers; null for any other text. Messages of `own` (the office) are
 * left out; those of a second person keep their name before their words. `today` is a day, `2026-04-02`.
 */
export const readCopiedMessages = (
  pasted: string,
  { today, isOwn }: { readonly today: string; readonly isOwn: (author: string) => boolean },
): CopiedReport | null => {
  const text = pasted.replace(MARKS, '').trim()
  if (!hasHeader(text)) return null
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const said = readExportedChat(lines.map((line) => likeExport(line, today)).join('\n')).messages.filter(
    ({ author }) => !isOwn(author),
  )
  const [first] = said
  if (first === undefined) return null
  const wordsOf = ({ author, text: words }: ChatMessage): string =>
    author === first.author || words === '' ? words : `${author}: ${words}`
  return {
    author: first.author,
    at: first.at,
    text: said
      .map(wordsOf)
      .filter((words) => words !== '')
      .join('\n'),
    point: said.find(({ point }) => point !== null)?.point ?? null,
  }
}
