import { z } from 'zod'
import { keptReport } from '@shared/contract/kept-report'
import { parsePhone } from '@shared/contacts/phone'
import { noticeHours } from '@shared/desks/notice-hours'
import { readPairingText } from '@shared/lan/pairing-text'

const title = z.string().max(200)
const name = z
  .string()
  .max(200)
  .regex(/^[^/\\\0]*$/)

/** What a page may ask of its window; anything else is refused before it is looked at. */
export const desktopRequest = z.discriminatedUnion('op', [
  z.object({ op: z.literal('chooseFolder'), title }),
  z.object({ op: z.literal('chooseFile'), title, extensions: z.array(z.string().regex(/^[a-z0-9]{1,10}$/)).max(20) }),
  z.object({ op: z.literal('chooseNewFile'), title, name }),
  z.object({ op: z.literal('print') }),
  z.object({ op: z.literal('savePdf'), name }),
  z.object({
    op: z.literal('openPdf'),
    name: name.min(1),
    /** A PDF and nothing else: what is opened runs in another program. */
    bytes: z.instanceof(Uint8Array).refine((bytes) => String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-'),
  }),
  z.object({ op: z.literal('retryEngine') }),
  /** The commands that the page can carry out now: the menus grey the others. */
  z.object({ op: z.literal('offers'), ids: z.array(z.string().regex(/^[a-zA-Z.]{1,40}$/)).max(100) }),
  z.object({ op: z.literal('language'), language: z.enum(['it', 'en']) }),
  z.object({ op: z.literal('noticeHours') }),
  z.object({ op: z.literal('keepNoticeHours'), hours: noticeHours }),
  z.object({ op: z.literal('keepReport'), report: keptReport }),
  z.object({ op: z.literal('keptReports') }),
  z.object({ op: z.literal('dropReport'), key: keptReport.shape.key }),
])
export type DesktopRequest = z.output<typeof desktopRequest>

/** What a click on a link comes to: the browser, after a question; or words to be copied, since nothing is opened from here. */
export type LinkWay =
  /** `isPlain`: http, which anybody on the way may read and change. */
  | { readonly kind: 'browser'; readonly address: string; readonly isPlain: boolean }
  | { readonly kind: 'mail' | 'phone' | 'closed'; readonly text: string }

/** An address of the web, as the browser will read it, so that what a person is asked about is where they go. */
export const linkWay = (url: string): LinkWay => {
  const parsed = url.length > LONGEST_LINK ? null : URL.parse(url)
  // A name before an @ makes a stranger's address look like the bank's.
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '')
    return { kind: 'browser', address: parsed.href, isPlain: parsed.protocol === 'http:' }
  const named = parsed === null ? '' : decoded(parsed.pathname)
  if (parsed?.protocol === 'mailto:' && named !== '') return { kind: 'mail', text: named }
  if (parsed?.protocol === 'tel:' && named !== '') return { kind: 'phone', text: named }
  return { kind: 'closed', text: url.slice(0, LONGEST_LINK) }
}

const LONGEST_LINK = 2000

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text).replaceAll(/\p{Cc}/gu, '')
  } catch {
    return text
  }
}

/** What menus, notices and links ask of the page. */
export type DesktopOrder =
  | { readonly kind: 'command'; readonly id: string }
  | { readonly kind: 'ticket'; readonly ticketId: number }
  /** `cantoniere://collega?…`: an invitation to work on the store that another desk serves. */
  | { readonly kind: 'pairing'; readonly text: string }
  /** `cantoniere://chiamata?numero=…`: a telephone system says who is calling. */
  | { readonly kind: 'call'; readonly number: string }
  /** A call that the switchboard told of is taken. */
  | { readonly kind: 'answer'; readonly callId: number }

const LINK = /^cantoniere:\/\/ticket\/(\d{1,15})\/?$/

const CALL = /^cantoniere:\/\/chiamata\/?\?([^#]{1,200})$/

/** Whatever the telephone system writes: only a number gets through. */
const callerOf = (link: string): string | null => {
  const query = CALL.exec(link.trim())?.[1]
  return query === undefined ? null : (parsePhone(new URLSearchParams(query).get('numero') ?? '')?.display ?? null)
}

/** `cantoniere://ticket/12`, a caller's number or a whole invitation among a program's arguments, as an order to the page. */
export const orderInArguments = (args: readonly string[]): DesktopOrder | null => {
  for (const arg of args) {
    const id = LINK.exec(arg)?.[1]
    if (id !== undefined && Number(id) > 0) return { kind: 'ticket', ticketId: Number(id) }
    const number = callerOf(arg)
    if (number !== null) return { kind: 'call', number }
    if (readPairingText(arg) !== null) return { kind: 'pairing', text: arg.trim() }
  }
  return null
}
