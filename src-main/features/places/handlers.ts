import type { FeatureHandlers } from '@shared/contract/define'
import type { places } from '@shared/contract/places'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { filterFacts } from '../tickets/filter-facts'
import { importAreas } from './import-areas'
import { forgetStreets, importStreets, previewStreets, registryFacts } from './import-streets'
import { addArea, editArea, removeArea } from './save-area'
import type { StreetDirectory } from './street-directory'
import { StreetNetwork } from './street-network'
import { addressAt, findPlaces } from './street-queries'
import { listPoints } from './list-points'
import { districtAt, mapBase } from './places-queries'
import { viewMap } from './view-map'

export const placesHandlers = (
  parts: FeatureParts,
  directory: StreetDirectory,
  network = new StreetNetwork(),
): FeatureHandlers<typeof places, Caller> => ({
  points: async (caller, { filter }) => {
    const { store } = parts.current
    const facts = await store.read((db) => filterFacts(db, parts, signedIn(caller)))
    return facts.ok ? listPoints(store, filter, facts.value) : facts
  },
  view: async (caller, input) => {
    const { store } = parts.current
    const facts = await store.read((db) => filterFacts(db, parts, signedIn(caller)))
    return facts.ok ? viewMap(store, input, facts.value) : facts
  },
  base: () => parts.current.store.read(mapBase),
  streets: (_caller, input) => network.inView(parts.current.store, input),
  find: (_caller, { text, limit }) => {
    const { store } = parts.current
    return store.read(async (db) => findPlaces(db, await directory.of(store, db), text, limit))
  },
  addressAt: (_caller, point) => parts.current.store.read(async (db) => ({ address: await addressAt(db, point) })),
  districtAt: (_caller, point) => parts.current.store.read((db) => districtAt(db, point)),
  importAreas: (_caller, input) => importAreas(parts, input),
  addArea: (_caller, input) => addArea(parts, input),
  editArea: (_caller, input) => editArea(parts, input),
  removeArea: (_caller, { id }) => removeArea(parts, id),
  registry: () => parts.current.store.read(async (db) => ({ registry: await registryFacts(db) })),
  previewStreets: (_caller, { sha256 }) => previewStreets(parts, sha256),
  importStreets: (_caller, input) => importStreets(parts, input),
  forgetStreets: () => forgetStreets(parts),
})
