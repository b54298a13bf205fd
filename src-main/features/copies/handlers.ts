import type { FeatureHandlers } from '@shared/contract/define'
import type { copies } from '@shared/contract/copies'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { inThread } from '@main/store/copies/thread'
import type { CopiesParts } from './copies-parts'
import { copiesNearby, copiesOverview } from './copies-overview'
import { makeCopy } from './make-copy'
import { lookAtCopy, putBack } from './restore-copy'

const isListed = async (parts: CopiesParts, file: string): Promise<boolean> => {
  const overview = await copiesOverview(parts)
  return overview.ok && overview.value.copies.some((copy) => copy.file === file)
}

export const copiesHandlers = (parts: CopiesParts): FeatureHandlers<typeof copies, Caller> => ({
  overview: () => copiesOverview(parts),
  nearby: (_caller, { target }) => copiesNearby(parts, target),
  // Over the network a copy goes where the settings say: this machine's folders are chosen at this machine.
  make: (caller, { folder }) =>
    folder !== undefined && caller.served !== undefined
      ? Promise.resolve(err(appError('only_on_serving_desk')))
      : makeCopy(parts, folder),
  stop: () => {
    parts.runningCopy.current?.stop()
    return Promise.resolve(ok({}))
  },
  // Over the network only what the overview lists is read: this machine's other files are nobody's business there.
  check: async (caller, { file }) =>
    caller.served !== undefined && !(await isListed(parts, file))
      ? err(appError('only_on_serving_desk'))
      : inThread('check', { file }),
  look: (caller, input) => lookAtCopy(parts, caller, input),
  restore: (caller, input) => putBack(parts, caller, input),
})
