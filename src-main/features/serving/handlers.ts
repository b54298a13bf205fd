import type { FeatureHandlers } from '@shared/contract/define'
import type { link } from '@shared/contract/link'
import type { serving } from '@shared/contract/serving'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { followMove, leaveLink, linkDesk, reachDesk } from './link-desk'
import { moveStore, takeBack } from './move-store'
import { startServing, stopServing } from './serve-store'
import type { ServingParts } from './serving-parts'

export const servingHandlers = (parts: ServingParts): FeatureHandlers<typeof serving, Caller> => ({
  status: async () => ok(await parts.serving.status()),
  start: (_caller, on) => startServing(parts, on),
  stop: () => stopServing(parts),
  move: (caller, input) => moveStore(parts, caller, input),
  takeBack: (caller) => takeBack(parts, caller),
  newCode: async () =>
    (await parts.serving.newCode()) ? ok(await parts.serving.status()) : err(appError('address_not_here')),
  revoke: async (_caller, { id }) =>
    parts.serving.revoke(id) ? ok(await parts.serving.status()) : err(appError('not_found')),
})

export const linkHandlers = (parts: ServingParts): FeatureHandlers<typeof link, Caller> => ({
  status: () => Promise.resolve(ok(parts.link.status())),
  look: (_caller, peer) => parts.link.look(peer),
  pair: (caller, offer) => linkDesk(parts, caller, offer),
  reach: (caller, peer) => reachDesk(parts, caller, peer),
  leave: (caller) => leaveLink(parts, caller),
  follow: (caller, { path }) => followMove(parts, caller, path),
})
