import type { ContactId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import type { Point } from '@shared/places/geo'
import { isClosedThere, isEchoOf, platformStatusOf } from '@shared/platforms/push-status'
import type { RandomBytes } from '@main/platform/random'
import type { RemoteRequest, RemoteUpdate } from '@main/platform/open311'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { incomingPlace } from '../places/incoming-place'
import { attachFiles, rememberBlob } from '../tickets/attach-files'
import { headline } from '../tickets/create-ticket'
import { masterOf } from '../tickets/merged-queries'
import { openTicket } from '../tickets/open-ticket'
import { refreshSearchRow } from '../tickets/search-row'
import { writeEntry } from '../tickets/write-entry'
import { ticketOfNotice } from './take-notice'
import type { StoredPlatform } from './platform-rows'
import { platformReporter } from './platform-reporter'

export interface KeptPicture {
  readonly sha256: string
  readonly size: number
  readonly type: string
}

export interface Taking {
  readonly platform: StoredPlatform
  readonly random: RandomBytes
  readonly now: Instant
}

const DESCRIPTION_LENGTH = 20_000

/** A report as it came in; one that is known already is only looked at for news. */
export const takeRequest = async (
  db: WriteDb,
  { platform, random, now }: Taking,
  remote: RemoteRequest,
  picture: KeptPicture | null,
): Promise<'opened' | 'updated' | 'seen'> => {
  const known = await db
    .selectFrom('platform_requests')
    .selectAll()
    .where('platform_id', '=', platform.id)
    .where('request_id', '=', remote.id)
    .executeTakeFirst()
  if (known) {
    // Older than what is known, or the same: a page that was read twice changes nothing.
    if (remote.updatedAt <= known.updated_at) return 'seen'
    const isNews = remote.status.toLowerCase() !== known.status.toLowerCase()
    await db
      .updateTable('platform_requests')
      .set({ status: remote.status, updated_at: remote.updatedAt })
      .where('platform_id', '=', platform.id)
      .where('request_id', '=', remote.id)
      .execute()
    // A server that was told of a closing says so itself afterwards.
    const isOurs = known.pushed_status !== null && isEchoOf(known.pushed_status, remote.status)
    if (!isNews || isOurs) return 'seen'
    await hear(db, { platform, now }, known.ticket_id, {
      status: remote.status,
      text: remote.statusNotes,
      at: remote.updatedAt,
    })
    return 'updated'
  }
  const noticed = await ticketOfNotice(db, platform.id, remote.id)
  if (noticed !== null) {
    // It came by mail before: from now on it is heard of and told like any other.
    await noteRequest(db, platform, remote, noticed)
    return 'seen'
  }
  const at = asInstant(Math.min(remote.requestedAt, now))
  const service = await db
    .selectFrom('platform_services')
    .select('category_id')
    .where('platform_id', '=', platform.id)
    .where('code', '=', remote.serviceCode)
    .executeTakeFirst()
  const description = remote.description.slice(0, DESCRIPTION_LENGTH)
  const contactId = await platformReporter(db, remote, at)
  const ticket = await openTicket(db, random, {
    channel: 'platform',
    kind: 'report',
    subject: headline(description) || remote.serviceName.slice(0, 200) || `${platform.name} ${remote.id}`.slice(0, 200),
    description,
    categoryId: service?.category_id ?? null,
    priority: null,
    place: await incomingPlace(db, pointOf(remote), remote.address.slice(0, 300)),
    contactId,
    actor: null,
    at,
    unread: true,
    messageFollows: true,
  })
  await noteRequest(db, platform, remote, ticket.id)
  const messageId = await writeIncoming(db, platform, ticket.id, {
    purpose: 'report',
    contactId,
    subject: `${platform.name} ${remote.id}`,
    text: description,
    name: remote.name,
    at,
  })
  if (picture !== null) {
    await rememberBlob(db, { ...picture, at: now })
    const name = `${remote.id}.${picture.type.split('/')[1] ?? 'img'}`.replaceAll(/[^\w.-]/g, '_')
    await attachFiles(db, { ticketId: ticket.id, messageId, at }, [{ sha256: picture.sha256, name }])
  }
  await refreshSearchRow(db, ticket.id)
  // Settled there before it came here: whoever opens it sees so.
  if (isClosedThere(remote.status))
    await hear(db, { platform, now }, ticket.id, {
      status: remote.status,
      text: remote.statusNotes,
      at: remote.updatedAt,
    })
  return 'opened'
}

const pointOf = ({ lat, lon }: RemoteRequest): Point | null => (lat === null || lon === null ? null : { lat, lon })

const noteRequest = async (
  db: WriteDb,
  platform: StoredPlatform,
  remote: RemoteRequest,
  ticketId: number,
): Promise<void> => {
  await db
    .insertInto('platform_requests')
    .values({
      platform_id: platform.id,
      request_id: remote.id,
      ticket_id: ticketId,
      status: remote.status,
      updated_at: remote.updatedAt,
    })
    .execute()
}

/** The ticket of which an update tells something; null for one that was read already, is ours, or of a report that is not here. */
export const ticketOfUpdate = async (db: ReadDb, platformId: number, remote: RemoteUpdate): Promise<number | null> => {
  const known = await db
    .selectFrom('platform_updates')
    .select('update_id')
    .where('platform_id', '=', platformId)
    .where('update_id', '=', remote.id)
    .executeTakeFirst()
  if (known) return null
  const request = await db
    .selectFrom('platform_requests')
    .select('ticket_id')
    .where('platform_id', '=', platformId)
    .where('request_id', '=', remote.requestId)
    .executeTakeFirst()
  return request?.ticket_id ?? null
}

/** What somebody added on the platform; ours coming back is known by its number. */
export const takeUpdate = async (db: WriteDb, taking: Taking, remote: RemoteUpdate): Promise<'updated' | 'seen'> => {
  const { platform } = taking
  const ticketId = await ticketOfUpdate(db, platform.id, remote)
  if (ticketId === null) return 'seen'
  await db
    .insertInto('platform_updates')
    .values({ platform_id: platform.id, update_id: remote.id, at: remote.updatedAt })
    .execute()
  await hear(db, taking, ticketId, { status: remote.status, text: remote.description, at: remote.updatedAt })
  return 'updated'
}

interface News {
  readonly status: string
  readonly text: string
  readonly at: number
}

/**
 * A word from the platform is shown and never obeyed: the state is the office's, whatever was set there and however old
 * that is.
 */
const hear = async (
  db: WriteDb,
  { platform, now }: Pick<Taking, 'platform' | 'now'>,
  reported: number,
  { status, text, at }: News,
): Promise<void> => {
  // A merged one stands in no view.
  const ticketId = await masterOf(db, reported)
  const when = asInstant(Math.min(at, now))
  if (text.trim() !== '')
    await writeIncoming(db, platform, ticketId, {
      purpose: 'message',
      contactId: null,
      subject: platform.name,
      text: text.slice(0, DESCRIPTION_LENGTH),
      name: '',
      at: when,
    })
  if (status !== '')
    await writeEntry(db, {
      ticketId,
      at: when,
      kind: 'platform',
      actor: null,
      data: { to: 'heard', name: platform.name, platformStatus: platformStatusOf(status) ?? status.slice(0, 40) },
    })
  await db.updateTable('tickets').set({ unread: 1, last_activity_at: now }).where('id', '=', ticketId).execute()
  await refreshSearchRow(db, ticketId)
}

const writeIncoming = async (
  db: WriteDb,
  platform: StoredPlatform,
  ticketId: number,
  message: {
    readonly purpose: 'report' | 'message'
    readonly contactId: ContactId | null
    readonly subject: string
    readonly text: string
    readonly name: string
    readonly at: Instant
  },
): Promise<number> => {
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: ticketId,
      direction: 'in',
      via: 'platform',
      purpose: message.purpose,
      contact_id: message.contactId,
      from_name: message.name || platform.name,
      subject: message.subject,
      text: message.text,
      state: 'received',
      sent_at: message.at,
      created_at: message.at,
    })
    .executeTakeFirstOrThrow()
  const messageId = Number(insertId)
  await writeEntry(db, { ticketId, at: message.at, kind: 'message', actor: null, messageId })
  return messageId
}
