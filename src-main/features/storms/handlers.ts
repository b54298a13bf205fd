import type { FeatureHandlers } from '@shared/contract/define'
import type { storms } from '@shared/contract/storms'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { placedRows } from '../tickets/placed-rows-queries'
import {
  closeStorm,
  dismissProposal,
  dissolveStorm,
  joinStorm,
  openStorm,
  recallProposal,
  renameStorm,
  reopenStorm,
  takeOutOfStorm,
} from './change-storm'
import { lookAtStorms, readStorm, stormCovering, stormOfTicket } from './storm-queries'

export const stormHandlers = (parts: FeatureParts): FeatureHandlers<typeof storms, Caller> => ({
  look: () => parts.current.store.read((db) => lookAtStorms(db, parts.clock.now())),
  rows: (_caller, { ids }) => parts.current.store.read(async (db) => ({ tickets: await placedRows(db, ids) })),
  get: (_caller, input) => parts.current.store.read((db) => readStorm(db, input, parts.clock.now())),
  ofTicket: (_caller, { id }) => parts.current.store.read((db) => stormOfTicket(db, id, parts.clock.now())),
  covering: (_caller, input) => parts.current.store.read((db) => stormCovering(db, input, parts.clock.now())),
  open: (caller, input) => openStorm(parts, signedIn(caller), input),
  rename: (_caller, input) => renameStorm(parts, input),
  join: (caller, input) => joinStorm(parts, signedIn(caller), input),
  takeOut: (caller, input) => takeOutOfStorm(parts, signedIn(caller), input),
  dismiss: (_caller, input) => dismissProposal(parts, input),
  recall: (_caller, input) => recallProposal(parts, input),
  close: (caller, input) => closeStorm(parts, signedIn(caller), input),
  reopen: (_caller, input) => reopenStorm(parts, input),
  dissolve: (caller, input) => dissolveStorm(parts, signedIn(caller), input),
})
