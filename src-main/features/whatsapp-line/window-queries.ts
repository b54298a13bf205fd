import type { LineReach } from '@shared/contract/messages'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { WINDOW_MS } from '@shared/whatsapp/conversation'
import { type MessageTemplate, messageTemplate } from '@shared/whatsapp/message-template'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'

/** Until when free words may be sent to a number; null when nobody has ever written from it. */
export const windowUntil = async (db: ReadDb, phone: string): Promise<Instant | null> => {
  const last = await db
    .selectFrom('whatsapp_received')
    .select('at')
    .where('phone', '=', phone)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last === undefined ? null : asInstant(last.at + WINDOW_MS)
}

/** The approved templates as they were read last; one that this program cannot read any more is left out. */
export const keptTemplates = async (db: ReadDb): Promise<MessageTemplate[]> => {
  const rows = await db
    .selectFrom('whatsapp_templates')
    .select('template')
    .orderBy('name')
    .orderBy('language')
    .execute()
  return rows.flatMap(({ template }) => {
    const parsed = messageTemplate.safeParse(JSON.parse(template))
    return parsed.success ? [parsed.data] : []
  })
}

/** How the office's own number reaches this one; null while that is off. */
export const lineTo = async (db: ReadDb, phone: string): Promise<LineReach | null> => {
  const { on } = await readSetting(db, 'whatsapp')
  return on ? { windowUntil: await windowUntil(db, phone), templates: await keptTemplates(db) } : null
}
