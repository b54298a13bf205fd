import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import type { MailboxId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { readCopyNotes } from '../copies/copy-notes-queries'
import type { DeskParts } from './desk-parts'

type Inside = OutputOf<(typeof desk)['inside']>

const mailboxIds = (json: string): readonly number[] => JSON.parse(json) as number[]

/** Who has the store open, which desk does which shared job, and who could take the mail over. */
export const desksInside = async (db: ReadDb, parts: DeskParts): Promise<Inside> => {
  const desks = await db.selectFrom('desks').selectAll().orderBy('started_at').orderBy('id').execute()
  const leases = await db.selectFrom('leases').select(['name', 'holder']).where('holder', '<>', '').execute()
  const boxes = await db
    .selectFrom('mailboxes')
    .select(['id', 'name'])
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .orderBy('id')
    .execute()
  const hostOf = new Map(desks.map(({ id, host }) => [id, host]))
  const { lockWaits } = parts.current.store
  const { lastCopyAt, lastFailure } = await readCopyNotes(db)
  return {
    desks: desks.map((row) => ({
      id: row.id,
      host: row.host,
      kind: row.kind,
      osUser: row.os_user,
      version: row.version,
      isOwn: row.id === parts.desk.deskId,
      startedAt: asInstant(row.started_at),
      clockOff: parts.clocks.get(row.id) ?? null,
      jobs: leases.filter(({ holder }) => holder === row.id).map(({ name }) => name),
    })),
    mailboxes: boxes.map(({ id, name }) => ({
      id: id as MailboxId,
      name,
      holder: hostOf.get(leases.find((lease) => lease.name === `mailbox:${id}`)?.holder ?? '') ?? null,
      could: desks.filter(({ mailboxes }) => mailboxIds(mailboxes).includes(id)).map(({ host }) => host),
    })),
    lockWaits: { p50: Math.round(lockWaits.percentile(0.5)), p99: Math.round(lockWaits.percentile(0.99)) },
    waitsByMinute: lockWaits.byMinute().map((minute) => ({
      ...minute,
      p50: Math.round(minute.p50),
      p99: Math.round(minute.p99),
    })),
    lastCopyAt,
    copyFailure: lastFailure?.code ?? null,
  }
}
