import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { MIGRATIONS } from '@main/store/migrations'
import { createStore, openStore } from '@main/store/open'
import { valueOf } from '../../support/engine'
import { layTickets } from '../../support/town-store'

it('lets the mail of an older store wait on when its outbox is written anew', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'outbox-'))
  const path = join(folder, 'archivio.db')
  try {
    const older = valueOf(await createStore(path, { migrations: MIGRATIONS.slice(0, 4) }))
    await layTickets(older, [{ seq: 1 }], 0)
    const rows = ['queued', 'sending', 'uncertain', 'failed'].map((state, index) => ({
      message_id: index + 1,
      mailbox_id: 1,
      state,
      held_until: 3,
      attempts: index,
      next_attempt_at: 4 + index,
      fence: 7,
      error_code: state === 'uncertain' ? 'mailbox_dropped' : null,
      automatic: index === 2 ? 1 : 0,
    }))
    valueOf(
      await older.write(async (db) => {
        await db
          .insertInto('mailboxes')
          .values({ name: 'U', address: 'u@c.example', sender_name: 'U', imap: '{}', smtp: '{}' })
          .execute()
        for (const { state } of rows)
          await db
            .insertInto('messages')
            .values({ ticket_id: 1, direction: 'out', via: 'email', purpose: 'reply', state, created_at: 5 })
            .execute()
        await db.insertInto('outbox').values(rows).execute()
      }),
    )
    await older.close()
    const newer = valueOf(await openStore(path))
    const find = () => newer.read((db) => db.selectFrom('outbox').selectAll().orderBy('message_id').execute())
    expect(valueOf(await find())).toEqual(rows)
    const told = async (): Promise<number> =>
      valueOf(
        await newer.read((db) => db.selectFrom('change_log').select('seq').where('entity', '=', 'outbox').execute()),
      ).length
    const before = await told()
    valueOf(await newer.write(async (db) => void (await db.updateTable('outbox').set({ state: 'sent' }).execute())))
    valueOf(await newer.write(async (db) => void (await db.deleteFrom('outbox').where('message_id', '=', 1).execute())))
    expect((await told()) - before).toBe(rows.length + 1)
    await newer.close()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
