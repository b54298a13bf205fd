import { findQuotes } from './quote-marks'

export type TextPartKind = 'visible' | 'quoted' | 'signature'

export interface TextPart {
  readonly kind: TextPartKind
  readonly text: string
}

export interface SplitText {
  /** The whole text in order: joined again it is the input, to the letter. */
  readonly parts: readonly TextPart[]
  /** What the sender wrote this time, trimmed. Never empty unless the text is. */
  readonly visible: string
  /** Earlier mails that came along, as they stand. */
  readonly quoted: string
  readonly signature: string
}

/** Old Samsung phones write signature, mark and headers of the mail that came along into one line. */
const MARK_WITHIN = /(?<=[^-])(?=-{5,} ?messaggio originale ?-{5,})|(?<=messaggio originale ?-{5,})(?=[^-\r\n])/i

/** Yahoo's telephones write the first words of what came along behind its attribution. */
const WORDS_BEHIND = /^(\s{0,4}il\s.{10,300}?@.{3,200}?\bha scritto:)( {2,}\S.*)$/is

/** A line of a text with its line break; joined again they are the text. */
const linesOf = (text: string): string[] =>
  (text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []).flatMap((line) =>
    line.length < 1000 && /messaggio originale|ha scritto: {2}/i.test(line)
      ? line.split(MARK_WITHIN).flatMap((part) => WORDS_BEHIND.exec(part)?.slice(1) ?? [part])
      : [line],
  )

/** RFC 3676 wants `-- `; many programs trim the space. */
const DELIMITER = /^-- ?$/
/** Below a bare `--` a longer text is more likely a second paragraph than a visiting card. */
const MAX_SIGNATURE_LINES = 15

const PHONE_SIGNATURE =
  /^(?:inviato (?:da(?:l(?:la|l['’])?)?|con|tramite) ?(?:(?:il |la )?mi[oa] )?(?:app |telefono |cellulare )?(?:iphone|ipad|smartphone|telefono|cellulare|dispositivo|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|honor|motorola|outlook|libero|virgilio|tiscali|tim|yahoo|proton|gmail|posta|windows|aqua ?mail|bluemail|k-9|thunderbird|mail)\b.{0,60}|sent (?:from|with) (?:my )?(?:iphone|ipad|phone|mobile|android|samsung|galaxy|outlook|yahoo|mail|proton|aqua ?mail|bluemail|k-9)\b.{0,60}|(?:scarica|ottieni|get) outlook (?:per|for)\b.{0,60})$/i
/** Some put their own address below. */
const BARE_LINK = /^<?https?:\/\/\S{1,120}$/i

const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === ''

/** Where the signature starts within lines `from` to before `to`, or `to` when there is none. */
const signatureStart = (lines: readonly string[], from: number, to: number): number => {
  for (let at = to - 1, below = 0; at >= from && below <= MAX_SIGNATURE_LINES; at -= 1) {
    const line = (lines[at] ?? '').replace(/[\r\n]+$/, '')
    if (DELIMITER.test(line)) return at
    if (!isBlank(line)) below += 1
  }
  let last = to - 1
  while (last >= from && isBlank(lines[last])) last -= 1
  let sign = last
  if (BARE_LINK.test((lines[last] ?? '').trim())) sign -= 1
  return sign >= from && PHONE_SIGNATURE.test((lines[sign] ?? '').trim()) ? sign : to
}

const grouped = (lines: readonly string[], kinds: readonly TextPartKind[]): TextPart[] => {
  const parts: { kind: TextPartKind; text: string }[] = []
  lines.forEach((line, at) => {
    const kind = kinds[at] ?? 'visible'
    const last = parts.at(-1)
    if (last?.kind === kind) last.text += line
    else parts.push({ kind, text: line })
  })
  return parts
}

const joined = (parts: readonly TextPart[], kind: TextPartKind): string =>
  parts
    .filter((part) => part.kind === kind)
    .map((part) => part.text)
    .join('')

/**
 * Tells what the sender wrote from what came along: earlier mails and signature. Nothing is thrown away, and a
 * text of which nothing would be left (a mail passed on without a word) is visible as a whole.
 */
export const splitVisibleText = (text: string): SplitText => {
  const lines = linesOf(text)
  const kinds: TextPartKind[] = findQuotes(lines).map((quoted) => (quoted ? 'quoted' : 'visible'))

  // Each stretch of the sender's own lines may end in a signature, but only the last line of defence is cut.
  for (let at = 0; at < lines.length;) {
    let end = at
    while (end < lines.length && kinds[end] === kinds[at]) end += 1
    if (kinds[at] === 'visible') kinds.fill('signature', signatureStart(lines, at, end), end)
    at = end
  }

  let parts = grouped(lines, kinds)
  if (joined(parts, 'visible').trim() === '') parts = text === '' ? [] : [{ kind: 'visible', text }]
  return {
    parts,
    visible: joined(parts, 'visible').trim(),
    quoted: joined(parts, 'quoted'),
    signature: joined(parts, 'signature'),
  }
}
