import type { FeatureHandlers } from '@shared/contract/define'
import type { places } from '@shared/contract/places'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { filterFacts } from '../tickets/filter-facts'
import { importAreas } from './import-areas'
import { districtAt, mapBase, mapPoints } from './places-queries'
import { findStreets } from './street-queries'

export const placesHandlers = (parts: FeatureParts): FeatureHandlers<typeof places, Caller> => ({
  points: (caller, { filter }) =>
    parts.current.store.read(async (db) => mapPoints(db, filter, await filterFacts(db, parts, signedIn(caller)))),
  base: () => parts.current.store.read(mapBase),
  streets: (_caller, { text, limit }) => parts.current.store.read((db) => findStreets(db, text, limit)),
  districtAt: (_caller, point) => parts.current.store.read((db) => districtAt(db, point)),
  importAreas: (_caller, input) => importAreas(parts, input),
})
