import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import type { MailboxId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { leaseHolder } from '@main/store/leases'
import { readCopyNotes } from '../copies/copy-notes-queries'
import type { DeskParts } from './desk-parts'

type Health = OutputOf<(typeof desk)['health']>

/** The bottom line in one read. */
export const healthOf = async (db: ReadDb, parts: DeskParts): Promise<Health> => {
  const { n: desks } = await db
    .selectFrom('desks')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  const { lastCopyAt, lastFailure } = await readCopyNotes(db)
  const boxes = await db
    .selectFrom('mailboxes')
    .select(['id', 'name'])
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .execute()
  const known = new Map(parts.mailHealth().map((health) => [health.id, health]))
  const states = await db
    .selectFrom('outbox')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
    .where('state', 'in', ['held', 'queued', 'sending', 'failed', 'uncertain'])
    .groupBy('state')
    .execute()
  const count = (...names: string[]): number =>
    states.filter(({ state }) => names.includes(state)).reduce((sum, { n }) => sum + n, 0)
  const quarantine = await db
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  const mailboxes: Health['mailboxes'] = []
  for (const box of boxes) {
    const health = known.get(box.id)
    mailboxes.push({
      id: box.id as MailboxId,
      name: box.name,
      state: health?.state ?? 'off',
      checkedAt: health?.checkedAt == null ? null : asInstant(health.checkedAt),
      errorCode: health?.errorCode ?? null,
      holder: (await leaseHolder(db, `mailbox:${box.id}`)) as Health['mailboxes'][number]['holder'],
    })
  }
  return {
    desks: Math.max(1, desks) + parts.servedDesks(),
    lastCopyAt,
    copyFailure: lastFailure?.code ?? null,
    lockWaitP99Ms: Math.round(parts.current.store.lockWaits.percentile(0.99)),
    mailboxes,
    outbox: { waiting: count('held', 'queued', 'sending'), failed: count('failed'), uncertain: count('uncertain') },
    quarantine: quarantine.n,
  }
}
