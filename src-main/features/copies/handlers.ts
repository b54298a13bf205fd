import type { FeatureHandlers } from '@shared/contract/define'
import type { copies } from '@shared/contract/copies'
import { ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { inThread } from '@main/store/copies/thread'
import type { CopiesParts } from './copies-parts'
import { copiesOverview } from './copies-overview'
import { makeCopy } from './make-copy'
import { lookAtCopy, putBack } from './restore-copy'

export const copiesHandlers = (parts: CopiesParts): FeatureHandlers<typeof copies, Caller> => ({
  overview: () => copiesOverview(parts),
  make: (_caller, { folder }) => makeCopy(parts, folder),
  stop: () => {
    parts.runningCopy.current?.stop()
    return Promise.resolve(ok({}))
  },
  check: (_caller, { file }) => inThread('check', { file }),
  look: (caller, input) => lookAtCopy(parts, caller, input),
  restore: (caller, input) => putBack(parts, caller, input),
})
