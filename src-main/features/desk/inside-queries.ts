import { hostname } from 'node:os'
import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import type { ErrorCode } from '@shared/kernel/app-error'
import type { MailboxId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { osUser } from '@main/store/audit/local-signature'
import type { ReadDb } from '@main/store/handles'
import { readCopyNotes } from '../copies/copy-notes-queries'
import type { DeskParts } from './desk-parts'

type Inside = OutputOf<(typeof desk)['inside']>

const mailboxIds = (json: string): readonly number[] => JSON.parse(json) as number[]

type Reader = Inside['readers'][number]

/** A desk that may not write leaves no row: the others of a share tell of themselves beside the store. */
const readersOf = ({ current, config }: DeskParts): Reader[] => {
  const { share, facts } = current.store
  const others = (share?.others ?? [])
    .filter(({ role }) => role !== 'trusted')
    .map(({ role, fault, host, kind, user, version }): Reader => {
      const why = fault === 'failed' ? 'other' : 'locks'
      return { host, kind, osUser: user, version, isOwn: false, why: role === 'candidate' ? 'trial' : why }
    })
  if (facts.readOnly === null) return others
  const own = { host: hostname(), kind: config.host, osUser: osUser(), version: config.version }
  return [{ ...own, isOwn: true, why: whyOf(facts.readOnly) }, ...others]
}

const whyOf = (code: ErrorCode): Reader['why'] => {
  if (code === 'share_on_trial') return 'trial'
  return code.startsWith('share_locks_') || code === 'share_stale' ? 'locks' : 'other'
}

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
  const proof = await db
    .selectFrom('share_proofs')
    .select(['host', 'witness', 'proved_at'])
    .orderBy('proved_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    readers: readersOf(parts),
    proved: proof ? { host: proof.host, witness: proof.witness, at: asInstant(proof.proved_at) } : null,
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
