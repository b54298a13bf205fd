import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import { asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { identityOf } from '@main/store/share/machine'
import type { StoreFacts } from '@main/store/store'

type SharedHere = OutputOf<(typeof desk)['health']>['sharedHere']

/**
 * A store on this machine's own disk that works as on a share, and the last other machine that had it open. Whether another
 * one will come nobody can know (this very disk may be the one that the office reaches over its network), so a person
 * decides.
 */
export const sharedHere = async (db: ReadDb, { mode, place }: StoreFacts): Promise<SharedHere> => {
  if (mode !== 'shared' || place.network) return null
  const { machine } = identityOf(undefined)
  const proof = await db
    .selectFrom('share_proofs')
    .select(['machine', 'host', 'witness', 'proved_at'])
    .orderBy('proved_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (proof === undefined) return { lastOther: null }
  const host = proof.machine === machine ? proof.witness : proof.host
  return { lastOther: { host, at: asInstant(proof.proved_at) } }
}
