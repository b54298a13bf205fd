import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { copies } from '@shared/contract/copies'
import { appError } from '@shared/kernel/app-error'
import { asInstant } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { type Caller, mayCaller } from '@main/platform/caller'
import { copiedAt } from '@main/store/copies/copy-name'
import { readManifest } from '@main/store/copies/manifest'
import { lastNumbers, restoreCopy } from '@main/store/copies/restore'
import { inThread } from '@main/store/copies/thread'
import { openStore } from '@main/store/open'
import { withStoreClosed } from '../desk/choose-store'
import type { CopiesParts } from './copies-parts'
import { otherDesks } from './other-desks-queries'

type RestoreInput = InputOf<(typeof copies)['restore']>

/** The open store, or the one that a person names at a desk without a store; null when neither is there. */
const targetOf = (parts: CopiesParts, target: string | undefined): string | null => {
  const open = parts.current.opened?.store.facts.path ?? null
  return open ?? (target === undefined ? null : resolve(target))
}

/** A store that opens is sound enough: only who manages it may put a copy in its place. */
const opens = async (parts: CopiesParts, target: string): Promise<boolean> => {
  if (parts.current.opened !== null) return true
  if (!existsSync(target)) return false
  const store = await openStore(target, parts.opening)
  if (store.ok) await store.value.close()
  return store.ok
}

const mayRestore = async (parts: CopiesParts, caller: Caller, target: string): Promise<boolean> => {
  if (!parts.config.mayChooseStore) return false
  if (parts.current.opened !== null) return mayCaller(caller, 'store.manage')
  return !(await opens(parts, target))
}

const sum = (numbers: ReturnType<typeof lastNumbers>): number | null =>
  numbers === null ? null : numbers.reduce((total, { last }) => total + last, 0)

/** What a copy would bring back, and what would be missing then. */
export const lookAtCopy = async (
  parts: CopiesParts,
  caller: Caller,
  input: RestoreInput,
): Promise<Result<OutputOf<(typeof copies)['look']>>> => {
  const target = targetOf(parts, input.target)
  if (target === null) return err(appError('invalid_input', { field: 'target' }))
  if (parts.current.opened !== null && !mayCaller(caller, 'store.manage')) return err(appError('forbidden'))
  if (!existsSync(input.file)) return err(appError('store_not_found'))
  const inCopy = sum(lastNumbers(input.file))
  if (inCopy === null) return err(appError('not_a_store'))
  const inStore = existsSync(target) ? sum(lastNumbers(target)) : null
  const manifest = await readManifest(input.file)
  return ok({
    madeAt: asInstant(manifest?.madeAt ?? copiedAt(basename(input.file)) ?? 0),
    tickets: manifest?.rows['tickets'] ?? inCopy,
    lost: inStore === null ? null : Math.max(0, inStore - inCopy),
    isTargetSound: await opens(parts, target),
  })
}

/** Checks the copy, waits for nobody: while other desks are in, it says who they are and changes nothing. */
export const putBack = async (
  parts: CopiesParts,
  caller: Caller,
  input: RestoreInput,
): Promise<Result<OutputOf<(typeof copies)['restore']>>> => {
  const target = targetOf(parts, input.target)
  if (target === null) return err(appError('invalid_input', { field: 'target' }))
  if (!(await mayRestore(parts, caller, target))) return err(appError('forbidden'))
  if (!existsSync(input.file)) return err(appError('store_not_found'))
  const checked = await inThread('check', { file: input.file })
  if (!checked.ok) return checked
  const { state, found } = checked.value
  // Attachments that a copy misses may still lie beside the store: they are no reason to stay without a store.
  if (state !== 'sound' && state !== 'attachments_missing')
    return err(appError('copy_damaged', { details: { state, found } }))
  return parts.changeOfStore(() => putBackAlone(parts, caller, input.file, target))
}

/** In its turn: the store may have been changed while the copy was checked. */
const putBackAlone = async (
  parts: CopiesParts,
  caller: Caller,
  file: string,
  target: string,
): Promise<Result<OutputOf<(typeof copies)['restore']>>> => {
  if (parts.current.opened !== null) {
    if (parts.current.store.facts.path !== target) return err(appError('store_replaced'))
    const others = await parts.current.store.read((db) => otherDesks(db, parts.desk.deskId))
    if (!others.ok) return others
    if (others.value.length > 0)
      return err(appError('desks_inside', { details: { desks: others.value.join(', '), count: others.value.length } }))
  }
  const restored = await withStoreClosed(parts, caller, target, () => restoreCopy(file, target, parts.clock.now()))
  return restored.ok ? ok({ status: restored.value.status, kept: restored.value.done }) : restored
}
