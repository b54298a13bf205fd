import type { FeatureHandlers } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import { ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { inThread } from '@main/store/copies/thread'
import { chooseDemo, chooseStore, leaveStore, makeStore, openAgain } from './choose-store'
import type { DeskParts } from './desk-parts'
import { deskStatus } from './desk-status'
import { examineStore } from './examine-store'
import { healthOf } from './health-queries'
import { desksInside } from './inside-queries'
import { makeLocal } from './make-local'
import { recentStores } from './recent-stores'
import { suggestedStore } from './suggested-store'

/** Where stores lie on this machine's disks is nobody's business elsewhere. */
const maySee = (parts: DeskParts, caller: Caller): boolean => parts.config.mayChooseStore && caller.served === undefined

export const deskHandlers = (parts: DeskParts): FeatureHandlers<typeof desk, Caller> => ({
  status: async (caller) => ok(await deskStatus(parts, caller)),
  recentStores: async (caller) =>
    ok(
      maySee(parts, caller)
        ? { stores: await recentStores(parts.desk.recentStores), suggested: suggestedStore() }
        : { stores: [], suggested: '' },
    ),
  createStore: (caller, input) => makeStore(parts, caller, input),
  openStore: (caller, { path }) => chooseStore(parts, caller, path),
  openAgain: (caller) => openAgain(parts, caller),
  makeLocal: (caller) => makeLocal(parts, caller),
  openDemo: (caller) => chooseDemo(parts, caller),
  closeStore: (caller) => leaveStore(parts, caller),
  inside: () => parts.current.store.read((db) => desksInside(db, parts)),
  health: () => parts.current.store.read((db) => healthOf(db, parts)),
  examine: () => examineStore(parts),
  verify: async () => {
    const { path, readOnly } = parts.current.store.facts
    const checks = await inThread('verify', { path, readOnly: readOnly !== null })
    if (!checks.ok) return checks
    return ok({ ok: checks.value.every((check) => check.ok), checks: checks.value.map((check) => ({ ...check })) })
  },
})
