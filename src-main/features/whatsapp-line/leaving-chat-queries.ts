import { refuse } from '@shared/kernel/app-error'
import type { TemplateChoice } from '@shared/whatsapp/message-template'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { Leaving } from '../mail/outgoing'
import { leavingOf } from '../mail/outgoing-queries'

/** A message of the office's number as it waits to be sent: its words, then its files, each a message of its own there. */
export interface LeavingChat extends Leaving {
  readonly phone: string
  readonly text: string
  readonly template: TemplateChoice | null
  readonly createdAt: number
  readonly attachments: readonly { readonly sha256: string; readonly name: string; readonly type: string }[]
  /** Parts that are there already. */
  readonly gone: ReadonlySet<number>
}

export const leavingChat = async (db: WriteDb, id: number): Promise<LeavingChat> => {
  const row = await db
    .selectFrom('messages')
    .innerJoin('whatsapp_outgoing', 'whatsapp_outgoing.message_id', 'messages.id')
    .select(['messages.text', 'messages.created_at', 'whatsapp_outgoing.phone', 'whatsapp_outgoing.template'])
    .where('messages.id', '=', id)
    .executeTakeFirst()
  if (!row) return refuse('not_found')
  // Sent again: what did not arrive begins anew, what did stays.
  await db.deleteFrom('whatsapp_parts').where('message_id', '=', id).where('state', '=', 'failed').execute()
  return {
    id,
    sendTo: [],
    phone: row.phone,
    text: row.text,
    template: row.template === null ? null : (JSON.parse(row.template) as TemplateChoice),
    createdAt: row.created_at,
    attachments: await leavingOf(db, id),
    gone: await goneParts(db, id),
  }
}

const goneParts = async (db: ReadDb, id: number): Promise<ReadonlySet<number>> => {
  const rows = await db
    .selectFrom('whatsapp_parts')
    .select('position')
    .where('message_id', '=', id)
    .where('wamid', 'is not', null)
    .execute()
  return new Set(rows.map(({ position }) => position))
}
