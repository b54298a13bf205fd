import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import { asInstant, type Instant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { readCopyNotes } from '../copies/copy-notes-queries'

type Examined = OutputOf<(typeof desk)['examine']>

export interface Inside {
  readonly inside: Examined['inside']
  readonly machines: Examined['machines']
  readonly lastCopyAt: Instant | null
}

/** The desks that say they are in, this one left out, and the machines whose locks were proved. */
export const insideOf = async (db: ReadDb, own: string): Promise<Inside> => {
  const desks = await db
    .selectFrom('desks')
    .select(['host', 'os_user', 'kind', 'version'])
    .where('id', '<>', own)
    .orderBy('host')
    .execute()
  const machines = await db
    .selectFrom('share_proofs')
    .select(['host', 'witness', 'proved_at'])
    .orderBy('host')
    .execute()
  const { lastCopyAt } = await readCopyNotes(db)
  return {
    inside: desks.map(({ host, os_user, kind, version }) => ({ host, user: os_user, kind, version, role: 'trusted' })),
    machines: machines.map(({ host, witness, proved_at }) => ({ host, witness, provedAt: asInstant(proved_at) })),
    lastCopyAt,
  }
}
