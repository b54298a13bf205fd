import type { FeatureHandlers } from '@shared/contract/define'
import type { proposals } from '@shared/contract/proposals'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import type { StreetDirectory } from '../places/street-directory'
import type { CategoryLearner } from './category-learner'
import { nearbyTickets } from './nearby-queries'
import { proposeCategory, proposeForTicket } from './propose-category'
import { proposePlaces, proposePlacesOfText } from './propose-place'

export const proposalHandlers = (
  parts: FeatureParts,
  learner: CategoryLearner,
  directory: StreetDirectory,
): FeatureHandlers<typeof proposals, Caller> => ({
  category: (_caller, { text }) => proposeCategory(parts, learner, text),
  categoryOfTicket: (_caller, { id }) => proposeForTicket(parts, learner, id),
  placesOfTicket: (_caller, { id }) => proposePlaces(parts, directory, id),
  places: (_caller, { text }) => proposePlacesOfText(parts, directory, text),
  nearby: (_caller, input) =>
    parts.current.store.read(async (db) => ({ tickets: await nearbyTickets(db, input, parts.clock.now()) })),
})
