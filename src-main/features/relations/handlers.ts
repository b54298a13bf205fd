import type { FeatureHandlers } from '@shared/contract/define'
import type { relations } from '@shared/contract/relations'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { joinReport } from './join-report'
import { linkTickets, unlinkTickets } from './link-tickets'
import { mergeTickets } from './merge-tickets'
import { previewMerge } from './preview-merge'
import { relationsOf } from './relation-queries'
import { splitMessage } from './split-message'
import { unmergeTicket } from './unmerge-ticket'

export const relationHandlers = (parts: FeatureParts): FeatureHandlers<typeof relations, Caller> => ({
  of: (_caller, { ticketId }) => parts.current.store.read((db) => relationsOf(db, ticketId)),
  preview: (_caller, input) => parts.current.store.read((db) => previewMerge(db, input)),
  merge: (caller, input) => mergeTickets(parts, signedIn(caller), input),
  join: (caller, input) => joinReport(parts, signedIn(caller), input),
  unmerge: (caller, { id }) => unmergeTicket(parts, signedIn(caller), id),
  split: (caller, input) => splitMessage(parts, signedIn(caller), input),
  link: (caller, pair) => linkTickets(parts, signedIn(caller), pair),
  unlink: (caller, pair) => unlinkTickets(parts, signedIn(caller), pair),
})
