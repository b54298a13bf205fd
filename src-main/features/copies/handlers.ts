import type { FeatureHandlers } from '@shared/contract/define'
import type { copies } from '@shared/contract/copies'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { inThread } from '@main/store/copies/thread'
import type { CopiesParts } from './copies-parts'
import { copiesOverview } from './copies-overview'
import { makeCopy } from './make-copy'
import { lookAtCopy, putBack } from './restore-copy'

export const copiesHandlers = (parts: CopiesParts): FeatureHandlers<typeof copies, Caller> => ({
  overview: () => copiesOverview(parts),
  // Over the network a copy goes where the settings say: this machine's folders are chosen at this machine.
  make: (caller, { folder }) =>
    folder !== undefined && caller.served !== undefined
      ? Promise.resolve(err(appError('only_on_serving_desk')))
      : makeCopy(parts, folder),
  stop: () => {
    parts.runningCopy.current?.stop()
    return Promise.resolve(ok({}))
  },
  check: (_caller, { file }) => inThread('check', { file }),
  look: (caller, input) => lookAtCopy(parts, caller, input),
  restore: (caller, input) => putBack(parts, caller, input),
})
