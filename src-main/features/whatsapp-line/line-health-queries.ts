import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'

/** How the office's WhatsApp number does, for the bottom line; null while that is off. */
export const lineHealthOf = async (
  db: ReadDb,
): Promise<{ readonly failure: string | null; readonly aside: number } | null> => {
  const { on } = await readSetting(db, 'whatsapp')
  if (!on) return null
  const state = await db.selectFrom('whatsapp_line').select(['failure', 'sending_failure']).executeTakeFirstOrThrow()
  const { n } = await db
    .selectFrom('whatsapp_aside')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return { failure: state.failure ?? state.sending_failure, aside: n }
}
