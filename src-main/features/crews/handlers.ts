import type { FeatureHandlers } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { readBacklog } from './backlog-queries'
import { readBoard } from './board-queries'
import { undoBulk } from '../tickets/bulk/undo-bulk'
import { allCrews } from './crew-queries'
import { toCrew } from './crew-rows'
import { foundElse } from './found-else'
import { moveVisits } from './move-visits'
import { planVisits } from './plan-visits'
import { readPlannable } from './plannable-queries'
import { reportVisit } from './report-visit'
import { returnedByCode, returnedOf } from './returned-queries'
import { createCrew, editCrew } from './save-crew'
import { setMinutes } from './set-minutes'
import { unplanVisits } from './unplan-visits'
import { addVisitPhotos } from './visit-photos'

export const crewHandlers = (parts: FeatureParts): FeatureHandlers<typeof crews, Caller> => ({
  list: () => parts.current.store.read(async (db) => ({ crews: (await allCrews(db)).map(toCrew) })),
  create: (_caller, input) => createCrew(parts, input),
  edit: (caller, input) => editCrew(parts, signedIn(caller), input),
  board: (_caller, input) => parts.current.store.read((db) => readBoard(db, input, parts.clock.now())),
  backlog: (_caller, input) => parts.current.store.read((db) => readBacklog(db, input)),
  plannable: (_caller, input) => parts.current.store.read((db) => readPlannable(db, input)),
  plan: (caller, input) => planVisits(parts, signedIn(caller), input),
  undoPlan: (caller, input) => undoBulk(parts, signedIn(caller), input),
  move: (caller, input) => moveVisits(parts, signedIn(caller), input),
  unplan: (caller, input) => unplanVisits(parts, signedIn(caller), input),
  setMinutes: (_caller, input) => setMinutes(parts, input),
  byCode: (_caller, { code }) => parts.current.store.read((db) => returnedByCode(db, code)),
  returned: (_caller, { visitId }) => parts.current.store.read((db) => returnedOf(db, visitId)),
  addPhotos: (caller, input) => addVisitPhotos(parts, signedIn(caller), input),
  foundElse: (caller, input) => foundElse(parts, signedIn(caller), input),
  report: (caller, input) => reportVisit(parts, signedIn(caller), input),
})
