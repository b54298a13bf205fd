import { dirname } from 'node:path'
import { type AppError, type ErrorCode, appError } from '@shared/kernel/app-error'
import type { StorePlace } from '../place/store-place'
import type { Store } from '../store'
import { type LockFault, type ProofOptions, proveLocks } from './lock-proof'
import type { DeskIdentity } from './machine'
import type { ForkProver } from './prover-line'
import { ShareMember } from './share-member'
import { shareStore } from './share-store'
import { watchOf } from './watch-beats'

export interface JoinParts {
  readonly path: string
  readonly place: StorePlace
  readonly schema: number
  readonly identity: DeskIdentity
  readonly fork: ForkProver
  readonly proof?: ProofOptions | undefined
  /** The store once it is open. */
  readonly store: () => Store | null
}

const CODES: Readonly<Record<LockFault, ErrorCode>> = {
  lost: 'share_locks_lost',
  refused: 'share_locks_refused',
  stale: 'share_stale',
  silent: 'share_silent',
  unusable: 'folder_unwritable',
  unprovable: 'share_unprovable',
}

export type Joined =
  | { readonly member: ShareMember; readonly refused: null }
  /** The share may not be written, whoever else is in. */
  | { readonly member: null; readonly refused: AppError }

/**
 * Proves the locks of the store's folder with two processes, then takes this desk's place among the others. A share
 * that its own mount options or its own two processes speak against is refused before anybody else is asked.
 */
export const joinShare = async (parts: JoinParts): Promise<Joined> => {
  const { path, place, identity } = parts
  if (place.localLocks !== null)
    return { member: null, refused: appError('share_locks_local', { details: { option: place.localLocks } }) }
  const proof = await proveLocks(dirname(path), parts.fork, parts.proof)
  if (!proof.ok)
    return { member: null, refused: appError(CODES[proof.fault], { details: { at: proof.at, kind: place.kind } }) }
  const member = new ShareMember({
    storePath: path,
    identity,
    schema: parts.schema,
    fork: parts.fork,
    watch: watchOf(path, identity),
    store: shareStore(parts.store, identity.host),
  })
  await member.join()
  return { member, refused: null }
}

/** Why a desk that has joined may not write (yet); null when it may. */
export const restrictionOf = (member: ShareMember): AppError | null => {
  if (member.role === 'trusted') return null
  const details = { host: member.witnessHost ?? '' }
  if (member.role === 'candidate') return appError('share_on_trial', { details })
  return appError(member.fault === 'stale' ? 'share_stale' : CODES[member.fault === 'lost' ? 'lost' : 'silent'], {
    details,
  })
}

/** Whether a refusal is one of `restrictionOf`. */
export const isOfShare = ({ code }: AppError): boolean => code.startsWith('share_')

/** Names for a person: `PC-SPORTELLO (maria)`. */
export const whoIsIn = (member: ShareMember): string =>
  [...new Set(member.others.map(({ host, user }) => (user === '' ? host : `${host} (${user})`)))].join(', ')
