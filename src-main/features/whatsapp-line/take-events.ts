import { fileTypeFromBuffer } from 'file-type'
import type { WhatsappSettings } from '@shared/contract/settings'
import { refuse } from '@shared/kernel/app-error'
import { type LineMessage, readWebhook } from '@shared/whatsapp/webhook'
import { type CloudAccount, type RelayAccess, type RelayEvent, WhatsappError } from '@main/platform/whatsapp'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { LineParts } from './line-ports'
import { type KeptMedia, type MessageMedia, takeMessage } from './take-message'
import { takeStatus } from './take-status'

/** As an exported chat's largest. */
const LARGEST_FILE = 50 * 1024 * 1024
const HEAD_BYTES = 4100

export interface TakenEvents {
  readonly opened: number
  readonly added: number
  readonly aside: number
}

interface Counts {
  opened: number
  added: number
  aside: number
}

export interface LineAccess {
  readonly settings: WhatsappSettings
  readonly account: CloudAccount
}

const readDb = async <T>(parts: LineParts, body: (db: ReadDb) => Promise<T>): Promise<T> => {
  const read = await parts.current.store.read(body)
  if (!read.ok) throw new WhatsappError(read.error)
  return read.value
}

const writeDb = async <T>(parts: LineParts, lease: Lease, body: (db: WriteDb) => Promise<T>): Promise<T> => {
  const written = await parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) refuse('conflict', { field: 'lease' })
    return body(db)
  })
  if (!written.ok) throw new WhatsappError(written.error)
  return written.value
}

const extensionOf = (type: string): string => (type.split('/')[1] ?? 'bin').replace('jpeg', 'jpg').replaceAll(/\W/g, '')

const mediaName = ({ name }: NonNullable<LineMessage['media']>, type: string, wamid: string): string =>
  name.slice(-200) || `whatsapp-${wamid.replaceAll(/\W/g, '').slice(-12)}.${extensionOf(type)}`

/** Fetches a message's file, never inside a write. What WhatsApp no longer has is lost; what does not answer now is asked again. */
const mediaOf = async (parts: LineParts, account: CloudAccount, message: LineMessage): Promise<MessageMedia> => {
  const { media } = message
  if (media === null) return null
  const known = await readDb(parts, (db) =>
    db.selectFrom('whatsapp_received').select('wamid').where('wamid', '=', message.wamid).executeTakeFirst(),
  )
  if (known) return null
  const found = await parts.cloud.media(account, media.id)
  if (found === null) return 'lost'
  const { files } = parts.current
  const stored = await files.putStream(found.body, LARGEST_FILE).catch(() => null)
  if (stored === null) throw new WhatsappError({ code: 'whatsapp_unreachable', details: { host: account.url } })
  if (!stored.ok) {
    if (stored.error.code === 'attachment_too_large') return 'lost'
    throw new WhatsappError(stored.error)
  }
  const head = await files.head(stored.value.sha256, HEAD_BYTES)
  const type = (await fileTypeFromBuffer(head))?.mime ?? (media.type || 'application/octet-stream')
  const kept: KeptMedia = { ...stored.value, type, name: mediaName(media, type, message.wamid) }
  return kept
}

const layAside = (
  parts: LineParts,
  lease: Lease,
  event: RelayEvent,
  reason: 'other_number' | 'unreadable',
): Promise<void> =>
  writeDb(parts, lease, async (db) => {
    await db
      .insertInto('whatsapp_aside')
      .values({ event_id: event.id, reason, at: parts.clock.now(), body: event.body })
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .execute()
  })

/** One webhook. What nobody can place is laid aside whole; answers whether it was taken in. */
export const takeEvent = async (
  parts: LineParts,
  { settings, account }: LineAccess,
  lease: Lease,
  event: RelayEvent,
  counts: Counts = { opened: 0, added: 0, aside: 0 },
): Promise<'taken' | 'other_number' | 'unreadable'> => {
  const news = readWebhook(event.body)
  if (news === null) return 'unreadable'
  if (news.some(({ phoneNumberId }) => phoneNumberId !== settings.phoneNumberId)) return 'other_number'
  if (news.some(({ messages }) => messages.some(({ from }) => from === ''))) return 'unreadable'
  const taking = { random: parts.random, now: parts.clock.now(), settings }
  for (const { messages, statuses } of news) {
    for (const message of messages.toSorted((a, b) => a.at - b.at)) {
      const media = await mediaOf(parts, account, message)
      const taken = await writeDb(parts, lease, (db) => takeMessage(db, taking, message, media))
      if (taken !== 'seen') counts[taken] += 1
    }
    if (statuses.length > 0)
      await writeDb(parts, lease, async (db) => {
        for (const status of statuses.toSorted((a, b) => a.at - b.at)) await takeStatus(db, status, parts.clock.now())
      })
  }
  return 'taken'
}

/** Empties the relay: each webhook is acknowledged there once all of it is safe here, and not before. */
export const takeEvents = async (
  parts: LineParts,
  access: LineAccess & { readonly relay: RelayAccess },
  lease: Lease,
  isStopped: () => boolean,
): Promise<TakenEvents> => {
  const counts: Counts = { opened: 0, added: 0, aside: 0 }
  for (;;) {
    const { events, more } = await parts.relay.events(access.relay)
    for (const event of events) {
      if (isStopped()) return counts
      const outcome = await takeEvent(parts, access, lease, event, counts)
      if (outcome !== 'taken') {
        await layAside(parts, lease, event, outcome)
        counts.aside += 1
      }
      await parts.relay.acknowledge(access.relay, [event.id])
    }
    if (!more || events.length === 0) return counts
  }
}
