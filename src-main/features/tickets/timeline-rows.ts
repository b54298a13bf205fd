import type { Selectable } from 'kysely'
import type { Channel } from '@shared/channels/channels'
import type { Attachment, TicketMessage, TimelineEntry } from '@shared/contract/tickets'
import type { EntryId, MessageId, UserId } from '@shared/kernel/ids'
import { asInstant, instantOrNull } from '@shared/kernel/instant'
import { addressList } from './address-list'
import type { Redaction } from '../photos/redaction-queries'
import type { MailReports } from './delivery-queries'
import type { Tables } from '@main/store/tables'

export const toAttachment = (
  row: Selectable<Tables['attachments']>,
  redactions: ReadonlyMap<string, Redaction>,
): Attachment => ({
  id: row.id,
  sha256: row.sha256,
  name: row.name,
  type: row.type,
  size: row.size,
  inline: row.inline === 1,
  redacted: redactions.get(row.sha256)?.redacted ?? null,
})

export const toMessage = (
  row: Selectable<Tables['messages']>,
  attachments: readonly Attachment[],
  heldUntil: number | null,
  undelivered: readonly string[],
  alsoTo: readonly string[],
  reports: MailReports,
): TicketMessage => ({
  id: row.id as MessageId,
  direction: row.direction as TicketMessage['direction'],
  via: row.via as Channel,
  purpose: row.purpose as TicketMessage['purpose'],
  isAutomatic: row.automatic === 1,
  fromName: row.from_name,
  fromAddress: row.from_address,
  to: addressList(row.recipients_to),
  cc: addressList(row.recipients_cc),
  subject: row.subject,
  text: row.text,
  quoted: row.quoted,
  hasHtml: row.html_sha256 !== null,
  hasRaw: row.raw_sha256 !== null,
  state: row.state as TicketMessage['state'],
  errorCode: row.error_code,
  undelivered: [...undelivered],
  delivery: reports.deliveryOf(row),
  heldUntil: instantOrNull(heldUntil),
  pec: row.pec as TicketMessage['pec'],
  signature: reports.signatureOf(row.id),
  attachments: [...attachments],
  alsoTo: [...alsoTo],
})

/** Without what only taking the step back needs. */
const spoken = (data: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'undo'))

export const toEntry = (
  row: Selectable<Tables['timeline']>,
  message: TicketMessage | null,
  attachments: readonly Attachment[],
  of: string | null,
): TimelineEntry => ({
  id: row.id as EntryId,
  at: asInstant(row.at),
  kind: row.kind as TimelineEntry['kind'],
  actor: row.actor_name,
  actorId: row.actor_id as UserId | null,
  data: spoken(JSON.parse(row.data) as Record<string, unknown>),
  text: row.text,
  message,
  attachments: [...attachments],
  of,
})
