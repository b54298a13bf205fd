import type { FeatureHandlers } from '@shared/contract/define'
import type { competence } from '@shared/contract/competence'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { chooseBody } from './choose-body'
import { listRules } from './rule-queries'
import { createRule, editRule, moveRule, removeRule } from './save-rule'
import { shipRules } from './ship-rules'
import { competenceOf, overrulings, tryPlace } from './ticket-competence'

export const competenceHandlers = (parts: FeatureParts): FeatureHandlers<typeof competence, Caller> => ({
  rules: () => parts.current.store.read(listRules),
  create: (_caller, fields) => createRule(parts, fields),
  edit: (_caller, input) => editRule(parts, input),
  move: (_caller, input) => moveRule(parts, input),
  remove: (_caller, { id }) => removeRule(parts, id),
  addShipped: () => parts.current.store.write(async (db) => ({ added: await shipRules(db) })),
  trial: (_caller, input) => parts.current.store.read((db) => tryPlace(db, input, parts.clock.now())),
  of: (_caller, { ticketId }) => parts.current.store.read((db) => competenceOf(db, ticketId)),
  choose: (caller, input) => chooseBody(parts, signedIn(caller), input),
  overrulings: () => parts.current.store.read(overrulings),
})
