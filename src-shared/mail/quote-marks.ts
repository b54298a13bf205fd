/** The ways in which mail programs mark what came before, found line by line. */

/** Longer lines are no marks; they are not looked at closely. */
const MAX_MARK_LENGTH = 700
/** An attribution is wrapped over so many lines at most. */
const MAX_ATTRIBUTION_LINES = 4
/** A block of headers has blank lines in between when it was made from HTML. */
const MAX_HEADER_LINES = 14

const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === ''
const isMarked = (line: string | undefined): boolean => /^\s{0,3}>/.test(line ?? '')

const SENDER = /^\*?(?:da|from|von|de)\s?:\*?\s*\S/i
const DATE = /^\*?(?:inviato|inviata|data|date|sent|gesendet|envoyé|enviado)(?: il)?\s?:\*?\s*\S/i
/** `Ogg:` is Libero's and Virgilio's, `Per:` is Notes'. */
const OTHER =
  /^\*?(?:a|per|to|an|à|para|cc|ccn|bcc|oggetto|ogg|subject|betreff|objet|asunto|rispondi a|reply-to|priorità|importance)\s?:\*?(?:\s|$)/i

/** Outlook's block (`Da:/Inviato:/A:/Oggetto:`): a sender, a date and one more, without other text between. */
const isHeaderBlock = (lines: readonly string[], at: number): boolean => {
  if (!SENDER.test((lines[at] ?? '').trim())) return false
  let dates = 0
  let others = 0
  const end = Math.min(lines.length, at + 1 + MAX_HEADER_LINES)
  for (let next = at + 1; next < end; next += 1) {
    const line = (lines[next] ?? '').trim()
    if (line === '') continue
    if (DATE.test(line)) dates += 1
    else if (OTHER.test(line)) others += 1
    // A long list of recipients runs over several lines.
    else if (!/^[^:]*[@;]/.test(line)) break
    if (dates > 0 && others > 0) return true
  }
  return false
}

const ORIGINAL =
  /^(?:[-_\s]{1,}\s*(?:messaggio (?:originale|originario|inoltrato)|(?:original|forwarded) message|ursprüngliche nachricht|message d'origine|mensaje original)\s*[-_\s]{1,}|(?:inizio messaggio inoltrato|begin forwarded message)\s?:)$/i
const RULE = /^[_-]{20,}$/

const isRuleBeforeBlock = (lines: readonly string[], at: number): boolean => {
  if (!RULE.test((lines[at] ?? '').trim())) return false
  let next = at + 1
  while (next < at + 3 && isBlank(lines[next])) next += 1
  return isHeaderBlock(lines, next)
}

const WEEKDAY = '(?:luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica)'
const OPENINGS = new RegExp(`^(?:il|on|am|le|el|in data|${WEEKDAY})\\s`, 'i')
const ATTRIBUTIONS: readonly RegExp[] = [
  /^il\s.*\bha scritto\s?:$/i,
  // Proton begins with the day.
  new RegExp(`^${WEEKDAY}\\s.*\\bha scritto\\s?:$`, 'i'),
  /^in data\s.*\b(?:ha scritto|scrive)\s?:$/i,
  /^on\s.*\bwrote\s?:$/i,
  /^am\s.*\bschrieb\b.*:$/i,
  /^le\s.*\ba écrit\s?:$/i,
  /^el\s.*\bescribió\s?:$/i,
]
const TIME = /\b\d{1,2}[:.]\d{2}\b/
const DATE_IN_TEXT = /\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{2}|\d{4})|\d{4}-\d{2}-\d{2}|(?:19|20)\d{2})\b/
const ADDRESS = /[^\s<>@]+@[^\s<>@]+\.[a-z]{2,}/i

/**
 * How many lines the attribution at `at` takes (`Il giorno … ha scritto:`), 0 when it is none. A sentence may begin
 * and end like one, so without quoted lines below it must also name a date, a time and, best, an address.
 */
const attributionLength = (lines: readonly string[], at: number): number => {
  if (!OPENINGS.test((lines[at] ?? '').slice(0, 14).trimStart())) return 0
  let text = ''
  for (let length = 1; length <= MAX_ATTRIBUTION_LINES; length += 1) {
    const line = (lines[at + length - 1] ?? '').trim()
    if (line === '' || isMarked(line)) return 0
    text = `${text} ${line}`.trim()
    if (text.length > MAX_MARK_LENGTH) return 0
    if (!ATTRIBUTIONS.some((attribution) => attribution.test(text))) continue
    let below = at + length
    while (below < at + length + 2 && isBlank(lines[below])) below += 1
    const dated = DATE_IN_TEXT.test(text)
    if (isMarked(lines[below])) return dated || TIME.test(text) || ADDRESS.test(text) ? length : 0
    return dated && TIME.test(text) && (ADDRESS.test(text) || /,/.test(text)) ? length : 0
  }
  return 0
}

const lengthOfMarked = (lines: readonly string[], from: number): number => {
  let end = from
  for (let at = from; at < lines.length && (isMarked(lines[at]) || isBlank(lines[at])); at += 1) {
    if (isMarked(lines[at])) end = at + 1
  }
  return end - from
}

/**
 * For each line (with or without its line break): did it come along from an earlier mail? Text between and below
 * lines marked with `>` is the sender's own; below a block of headers, or an attribution without such lines,
 * everything came along.
 */
export const findQuotes = (lines: readonly string[]): boolean[] => {
  const quoted = lines.map(() => false)
  // One single marked line among others is somebody's arrow, not a quote.
  const markedLines = lines.filter(isMarked).length
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.length > MAX_MARK_LENGTH) {
      quoted[at] = isMarked(line) && markedLines > 1
      continue
    }
    if (ORIGINAL.test(line.trim()) || isRuleBeforeBlock(lines, at) || isHeaderBlock(lines, at)) {
      return quoted.fill(true, at)
    }
    const attribution = attributionLength(lines, at)
    if (attribution > 0) {
      const below = lengthOfMarked(lines, at + attribution)
      if (below === 0) return quoted.fill(true, at)
      quoted.fill(true, at, at + attribution + below)
      at += attribution + below - 1
      continue
    }
    if (markedLines > 1 && isMarked(line)) quoted[at] = true
  }
  return quoted
}
