export interface SplitText {
  /** What the sender wrote now. */
  readonly visible: string
  /** Quotes of older mails, signature and advertising lines, as they stood. */
  readonly quoted: string
}

const QUOTED = /^\s*>/
const ATTRIBUTION_START = /^\s*(il|lo|in data|on|am|le|el)\s/i
const ATTRIBUTION_END = /(ha scritto|wrote|schrieb|a écrit|escribió)\s*:\s*$/i
const ATTRIBUTION_LINES = 4
const SEPARATOR =
  /^\s*(-{2,}\s*(messaggio originale|original message|messaggio inoltrato|forwarded message)\s*-{2,}|_{20,})\s*$/i
const HEADER_LABEL = /^\s*[*_]*(da|from|inviato|sent|data|date|a|to|cc|oggetto|subject)\s*:[*_]*(\s|$)/i
const HEADER_START = /^\s*[*_]*(da|from)\s*:/i
const SIGNATURE = /^--\s?$/
const ADVERTISING =
  /^\s*((inviato|spedito) (da|dal|dalla|con)( mio| mia)? .{2,40}|sent from my .{2,40}|(scarica|ottieni|get) outlook (per|for) .{2,40}|libero mail .{0,40})\s*\.?$/i

/** "Il giorno … <x@y> ha scritto:", perhaps over several lines: how many lines it takes from here, 0 for none. */
const attributionLength = (lines: readonly string[], at: number): number => {
  if (!ATTRIBUTION_START.test(lines[at] ?? '')) return 0
  for (let length = 1; length <= ATTRIBUTION_LINES; length += 1) {
    const line = lines[at + length - 1]
    if (line === undefined || line.trim() === '') return 0
    if (!ATTRIBUTION_END.test(line)) continue
    const whole = lines.slice(at, at + length).join(' ')
    const next = lines.slice(at + length).find((following) => following.trim() !== '')
    const dated = /\d{1,2}[:.]\d{2}/.test(whole) && /\d{4}|\d{1,2}[/.-]\d{1,2}/.test(whole)
    // "Il 3 marzo il geometra mi ha scritto:" is a sentence: only an address, a time or a quote below makes it a mark.
    return /\S+@\S+/.test(whole) || dated || QUOTED.test(next ?? '') ? length : 0
  }
  return 0
}

/** Outlook's block of labels ("Da: … Inviato: … A: … Oggetto: …") starting here. */
const isHeaderBlock = (lines: readonly string[], at: number): boolean => {
  if (!HEADER_START.test(lines[at] ?? '')) return false
  return lines.slice(at, at + 7).filter((line) => HEADER_LABEL.test(line)).length >= 3
}

/** From which line on everything is an older mail; the number of lines when nothing is. */
const quoteStart = (lines: readonly string[]): number => {
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (isHeaderBlock(lines, at)) return at
    if (SEPARATOR.test(line)) {
      const next = lines.findIndex((following, index) => index > at && following.trim() !== '')
      if (!line.includes('_') || (next > 0 && isHeaderBlock(lines, next))) return at
    }
    const length = attributionLength(lines, at)
    if (length === 0) continue
    const below = lines.slice(at + length).filter((following) => following.trim() !== '')
    // Answers written below or between the quoted lines are kept: then only the quoted lines go.
    const mixed =
      below.some((following) => QUOTED.test(following)) && below.some((following) => !QUOTED.test(following))
    if (!mixed) return at
  }
  return lines.length
}

const signatureStart = (lines: readonly string[]): number => {
  const marked = lines.findIndex((line) => SIGNATURE.test(line))
  if (marked >= 0) return marked
  let at = lines.length
  while (at > 0 && ((lines[at - 1] ?? '').trim() === '' || ADVERTISING.test(lines[at - 1] ?? ''))) at -= 1
  return lines.slice(at).some((line) => ADVERTISING.test(line)) ? at : lines.length
}

const join = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/**
 * Splits a mail's text into what was written now and what was carried along. A mail that holds nothing but older text
 * (a forwarded one) is visible as a whole: nothing a citizen wrote may disappear.
 */
export const splitVisibleText = (text: string): SplitText => {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const end = quoteStart(lines)
  const visible: string[] = []
  const quoted: string[] = []
  for (let at = 0; at < end; at += 1) {
    const length = attributionLength(lines, at)
    if (length > 0) {
      quoted.push(...lines.slice(at, at + length))
      at += length - 1
    } else (QUOTED.test(lines[at] ?? '') ? quoted : visible).push(lines[at] ?? '')
  }
  const signature = signatureStart(visible)
  const own = join(visible.slice(0, signature))
  if (own === '') return { visible: join(lines), quoted: '' }
  return { visible: own, quoted: join([...quoted, ...visible.slice(signature), ...lines.slice(end)]) }
}
