import type { FoundPlace } from '@shared/contract/places'
import { type Result, ok } from '@shared/kernel/result'
import { placesInWords } from '@shared/places/place-in-words'
import { fold } from '@shared/search/fold'
import type { ReadDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import type { Directory, StreetDirectory } from '../places/street-directory'
import { findPlaces } from '../places/street-queries'
import { ticketTexts } from './ticket-texts-queries'

const MOST = 3

/** Streets of one name lie in several hamlets: the one that the text names too is meant, else each may be. */
const meant = (places: readonly FoundPlace[], text: string): readonly FoundPlace[] => {
  const words = ` ${fold(text)} `
  const named = places.filter(({ locality }) => locality !== '' && words.includes(` ${fold(locality)} `))
  return named.length > 0 ? named : places
}

/** The register gives one number two points: which house it is only a person knows. */
const oncePerName = (places: readonly FoundPlace[]): readonly FoundPlace[] =>
  places.flatMap((place, index) => {
    const twins = places.filter(({ text, locality }) => text === place.text && locality === place.locality)
    if (twins.length === 1) return [place]
    return twins[0] === places[index] ? [{ ...place, lat: null, lon: null, precision: 'street' as const }] : []
  })

const placesOf = async (db: ReadDb, directory: Directory, text: string): Promise<readonly FoundPlace[]> => {
  const found: FoundPlace[] = []
  for (const { address } of placesInWords(text, (key) => directory.keys.has(key))) {
    const { places } = await findPlaces(db, directory, address, MOST)
    const [best] = places
    if (best === undefined) continue
    // What only resembles it was not said.
    found.push(
      ...meant(
        places.filter((place) => place.text === best.text),
        text,
      ),
    )
  }
  return oncePerName(found).slice(0, MOST)
}

/** What a ticket without a place says of one: nothing is taken, a person is asked. */
export const proposePlaces = async (
  parts: FeatureParts,
  directory: StreetDirectory,
  id: number,
): Promise<Result<{ places: FoundPlace[] }>> => {
  const { store } = parts.current
  const found = await store.read(async (db) => {
    const [ticket] = await ticketTexts(db, [id])
    return ticket === undefined ? [] : placesOf(db, await directory.of(store, db), ticket.text)
  })
  return found.ok ? ok({ places: [...found.value] }) : found
}

/** The same while the report is being written. */
export const proposePlacesOfText = async (
  parts: FeatureParts,
  directory: StreetDirectory,
  text: string,
): Promise<Result<{ places: FoundPlace[] }>> => {
  const { store } = parts.current
  const found = await store.read(async (db) => placesOf(db, await directory.of(store, db), text))
  return found.ok ? ok({ places: [...found.value] }) : found
}
