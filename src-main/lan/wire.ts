import { z } from 'zod'
import { OFFICE_MOMENTS } from '@shared/desks/notice-hours'
import type { ServerFrame } from '@main/transport/frames'
import type { FromEngine } from '@main/transport/host-link'

/** Desks of another office program do not even finish the handshake; a browser offers other protocols. */
export const PROTOCOL = 'cantoniere/1'
export const SOCKET_PATH = '/desk'
export const STREAM_PATH = '/stream'
export const PAIRING_PATH = '/collega'
/** Program version of the desk that calls; both must be the same, since the contract has no versions of its own. */
export const VERSION_HEADER = 'x-cantoniere-version'
/** Where the store went (percent-encoded), with the 410 that a desk gets from one that serves no more. */
export const MOVED_HEADER = 'x-cantoniere-moved'
export const SCHEME = 'Cantoniere'

/** An answer may be a whole list. */
export const LARGEST_ANSWER = 64_000_000
export const MOST_LINES = 32
/** Either side says something at least this often, and gives a silent line up after the patience. */
export const BEAT_MS = 1_000
/** A desk says so long before that when nothing is heard; the line itself stands, and may go on where it was. */
export const QUIET_MS = 3_000
export const PATIENCE_MS = 10_000

/** WebSocket close codes of ours (RFC 6455: 4000–4999 are private). */
export const CLOSED = { revoked: 4001, replaced: 4002, unreadable: 4003, stopping: 4004 } as const

const line = z.number().int().min(1)

/** Relay → serving desk. What is in `frame` is the door's to judge. */
export const toServing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), line }),
  z.object({ kind: z.literal('frame'), line, frame: z.unknown() }),
  z.object({ kind: z.literal('close'), line }),
  z.object({ kind: z.literal('beat') }),
])
export type ToServing = z.output<typeof toServing>

/** Serving desk → relay, beside the pages' frames what its host shows: tray and native notices. */
export type FromServing =
  { readonly kind: 'frame'; readonly line: number; readonly frame: ServerFrame } | { readonly kind: 'beat' } | Told

/** What the serving desk's engine tells a host of its own, a relay's host is told too. */
export type Told =
  { readonly kind: 'moved'; readonly path: string } | Extract<FromEngine, { kind: 'counts' | 'notice' | 'call' }>

const told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('frame'), line, frame: z.unknown() }),
  z.object({ kind: z.literal('beat') }),
  z.object({ kind: z.literal('moved'), path: z.string().min(1).max(4096) }),
  z.object({ kind: z.literal('counts'), unread: z.number(), overdue: z.number() }),
  z.object({
    kind: z.literal('notice'),
    notice: z.enum(['new_ticket', 'new_message', 'emergency']),
    ticketId: z.number(),
    number: z.string().max(40),
    office: z.enum(OFFICE_MOMENTS),
  }),
  z.object({
    kind: z.literal('call'),
    callId: z.number(),
    rings: z.boolean(),
    line: z.string().max(200),
    office: z.enum(OFFICE_MOMENTS),
  }),
])

const read = <T>(schema: z.ZodType<T>, text: string): T | null => {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export const readToServing = (text: string): ToServing | null => read(toServing, text)
/** The frames themselves pass unparsed: the page's client reads them, as it does its own engine's. */
export const readFromServing = (text: string): FromServing | null => read(told, text) as FromServing | null

export const pairingRequest = z.object({
  id: z.string().min(8).max(80),
  name: z.string().trim().min(1).max(80),
  nonce: z.string().min(20).max(100),
  proof: z.string().min(20).max(100),
})
export const pairingAnswer = z.object({
  id: z.string(),
  name: z.string(),
  secret: z.string().min(20),
  proof: z.string().min(20).max(100),
})
