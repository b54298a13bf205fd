/** A message of an exported chat, as far as the text file tells. */
export interface ChatMessage {
  /** Wall-clock time of the phone that exported it: `2026-04-02T09:13:44`. */
  readonly at: string
  readonly author: string
  /** Without marks, attachments' lines and the note that it was edited. */
  readonly text: string
  /** The file's base name in the archive. */
  readonly file: string | null
  readonly point: { readonly lat: number; readonly lon: number } | null
  /** Something was sent that the export leaves out: a picture, a voice. */
  readonly omitted: boolean
  readonly deleted: boolean
  readonly edited: boolean
}

export interface ExportedChat {
  readonly messages: readonly ChatMessage[]
  /** Lines that WhatsApp itself wrote: encryption, missed calls, changed codes. */
  readonly system: number
}

/** Left-to-right marks and their kin, which the exports are strewn with. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const DATE = String.raw`(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})`
const TIME = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[\s\u202f\u00a0]*([AaPp])\.?\s?[Mm]\.?)?`
const IOS = new RegExp(`^\\[${DATE},?\\s+${TIME}\\]\\s?(.*)$`, 's')
const ANDROID = new RegExp(`^${DATE},?\\s+${TIME}\\s+-\\s(.*)$`, 's')

const ATTACHED = /<(?:allegato|attached):\s*([^>]+)>|^(\S+\.\w{2,5})\s+\((?:file allegato|file attached)\)/im
const OMITTED =
  /^(?:<?\s*(?:media omess[io]|media omitted)\s*>?|(?:immagine|video|audio|documento|gif|sticker|scheda contatto|image|video|audio|document|contact card)\s+(?:omess[oa]|non inclus[oa]|omitted))$/im
const DELETED =
  /^(?:questo messaggio è stato eliminato|hai eliminato questo messaggio|this message was deleted|you deleted this message)\.?$/i
const EDITED = /<(?:questo messaggio è stato modificato|this message was edited)>/i
const PLACE =
  /(?:posizione|location):\s*https?:\/\/(?:maps\.google\.com|www\.google\.com\/maps)\/?\?q=(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)/i
const LIVE_PLACE = /^(?:posizione in tempo reale condivisa|live location shared)$/i
/** iOS gives WhatsApp's own lines the chat's name. */
const SYSTEM =
  /crittografat[ie] end-to-end|end-to-end encrypted|codice di sicurezza|security code|^chiamata (?:vocale|video)? ?pers|^missed (?:voice|video) call|^chiamata vocale|^videochiamata/i

interface Stamp {
  readonly at: string
  readonly rest: string
}

const two = (value: string): string => value.padStart(2, '0')

const stampOf = (match: RegExpExecArray): Stamp | null => {
  const [, day = '', month = '', year = '', hour = '', minute = '', second = '00', half, rest = ''] = match
  const read = Number(hour)
  const hours = half === undefined ? read : (read % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  if (Number(day) < 1 || Number(day) > 31 || Number(month) < 1 || Number(month) > 12 || hours > 23) return null
  const whole = year.length === 2 ? `20${year}` : year
  return { at: `${whole}-${two(month)}-${two(day)}T${two(String(hours))}:${minute}:${second}`, rest }
}

/** A line that begins a message; null for one that goes on with the last. */
const beginning = (line: string): Stamp | null => {
  const match = IOS.exec(line) ?? ANDROID.exec(line)
  return match === null ? null : stampOf(match)
}

const messageOf = ({ at }: Stamp, author: string, body: string): ChatMessage => {
  const attached = ATTACHED.exec(body)
  const place = PLACE.exec(body)
  const point = place ? { lat: Number(place[1]), lon: Number(place[2]) } : null
  const text = body
    .replace(EDITED, '')
    .replace(ATTACHED, '')
    .replace(PLACE, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !OMITTED.test(line) && !DELETED.test(line) && !LIVE_PLACE.test(line))
    .join('\n')
    .trim()
  const name = (attached?.[1] ?? attached?.[2])?.trim().split(/[/\\]/).at(-1)
  return {
    at,
    author,
    text,
    file: name === undefined || name === '' ? null : name,
    point: point !== null && (point.lat !== 0 || point.lon !== 0) ? point : null,
    omitted: body.split('\n').some((line) => OMITTED.test(line.trim())),
    deleted: DELETED.test(body.trim()),
    edited: EDITED.test(body),
  }
}

/**
 * Reads the text of an exported chat, of an iPhone (`[02/04/26, 09:13:44] Nome: …`) or an Android (`02/04/26, 09:13 -
 * Nome: …`), with 24 or 12 hours; the first line may begin anywhere. Never throws; a text that is no chat has no messages.
 */
export const readExportedChat = (text: string): ExportedChat => {
  const messages: ChatMessage[] = []
  let system = 0
  let open: { readonly stamp: Stamp; readonly lines: string[] } | null = null
  const close = (): void => {
    if (open === null) return
    const { stamp, lines } = open
    const whole = [stamp.rest, ...lines].join('\n')
    const colon = /^([^\n:]{1,80}):(?:\s|$)/.exec(whole)
    const body = colon === null ? whole : whole.slice(colon[0].length)
    if (colon === null || SYSTEM.test(body.trim())) system += 1
    else messages.push(messageOf(stamp, colon[1]?.trim() ?? '', body))
    open = null
  }
  for (const raw of text.replaceAll('\r\n', '\n').split('\n')) {
    const line = raw.replace(MARKS, '')
    const stamp = beginning(line)
    if (stamp === null) {
      const going = open as { readonly lines: string[] } | null
      going?.lines.push(line)
      continue
    }
    close()
    open = { stamp, lines: [] }
  }
  close()
  return { messages, system }
}
