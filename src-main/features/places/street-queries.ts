import type { FoundPlace, nearAddress } from '@shared/contract/places'
import type { DistrictId } from '@shared/kernel/ids'
import { civicLabel } from '@shared/places/anncsu'
import { splitAddress } from '@shared/places/address'
import { type Point, bboxAround, metresBetween } from '@shared/places/geo'
import type { FoundStreet } from '@shared/places/street-search'
import { fold } from '@shared/search/fold'
import { type Reading, type TypedCivic, type TypedPlace, readTyped } from '@shared/places/typed-place'
import type { z } from 'zod'
import type { ReadDb } from '@main/store/handles'
import { KeptQuery, later } from '@main/store/kept-query'
import { drawnDistricts } from './places-queries'
import type { Directory, DirectoryStreet } from './street-directory'

type Street = FoundStreet<DirectoryStreet>

/** So many of the best by their words are then weighed by their tickets. */
const WEIGHED = 30
/** Tickets of a street that are counted: more of them say nothing more, and counting all of a long one takes its time. */
const LOOKED_AT = 200
/** A name that only tickets hold may be a slip of somebody's: of two that fit alike the register's is meant. */
const NOT_LISTED = 0.5
/** Doors of one street among several that fit. */
const DOORS_EACH = 4
/** A point further than this from every house is in the fields. */
const NEAR_METRES = 300
/** A house this near is the place itself; beyond it only its street is said. */
const AT_HOUSE_METRES = 60

const usualDistrict = new KeptQuery<{ district_id: number | null }>()

/** Where a street's tickets mostly are: the only hint without a register. */
const districtOfTickets = async (db: ReadDb, streetId: number): Promise<DistrictId | null> => {
  const [row] = await usualDistrict.run(
    db,
    '',
    () =>
      db
        .selectFrom((eb) =>
          eb
            .selectFrom('tickets')
            .select('district_id')
            .where('street_id', '=', later<number>('street'))
            .where('district_id', 'is not', null)
            .orderBy('id', 'desc')
            .limit(LOOKED_AT)
            .as('newest'),
        )
        .select('district_id')
        .groupBy('district_id')
        .orderBy((eb) => eb.fn.countAll(), 'desc')
        .limit(1),
    { street: streetId },
  )
  return (row?.district_id ?? null) as DistrictId | null
}

const counted = new KeptQuery<{ n: number }>()

const ticketsOf = async (db: ReadDb, streetId: number | null): Promise<number> => {
  if (streetId === null) return 0
  const [row] = await counted.run(
    db,
    '',
    () =>
      db
        .selectFrom((eb) =>
          eb
            .selectFrom('tickets')
            .select('id')
            .where('street_id', '=', later<number>('street'))
            .limit(LOOKED_AT)
            .as('some'),
        )
        .select((eb) => eb.fn.countAll<number>().as('n')),
    { street: streetId },
  )
  return Number(row?.n ?? 0)
}

interface Door {
  readonly number: number | null
  readonly exponent: string
  readonly label: string
  readonly locality: string
  readonly lat: number | null
  readonly lon: number | null
}

const doorsIn = (db: ReadDb) =>
  db
    .selectFrom('registry_doors')
    .select(['number', 'exponent', 'label', 'locality', 'lat', 'lon'])
    .where('street_id', '=', later<number>('street'))

const numbered = new KeptQuery<Door>()

/** The doors of a number in a street, the typed exponent's first; all of the number where none was typed. */
const doorsOf = async (db: ReadDb, registryId: number, civic: TypedCivic): Promise<readonly Door[]> => {
  const doors = await numbered.run(
    db,
    '',
    () => doorsIn(db).where('number', '=', later<number>('number')).orderBy('exponent').orderBy('id'),
    { street: registryId, number: civic.number },
  )
  return civic.exponent === '' ? doors : doors.filter(({ exponent }) => exponent.startsWith(civic.exponent))
}

const chained = new KeptQuery<Door>()

/** `4+300` → 4300 metres. */
const metresOf = (km: string): number => {
  const [whole = '', part = ''] = km.split('+')
  return Number(whole) * 1000 + Number(part.padEnd(3, '0'))
}

/** The door of a road that stands nearest to a chainage; null where the register counts the road in house numbers. */
const doorAtKm = async (
  db: ReadDb,
  registryId: number,
  km: string,
): Promise<(Door & { readonly off: number }) | null> => {
  const metres = metresOf(km)
  const doors = await chained.run(
    db,
    '',
    () =>
      doorsIn(db)
        .where('number', '>=', later<number>('from'))
        .where('number', '<=', later<number>('to'))
        .where('label', 'like', 'km %')
        .where('lat', 'is not', null),
    { street: registryId, from: metres - NEAR_METRES, to: metres + NEAR_METRES },
  )
  const [nearest] = doors
    .map((door) => ({ ...door, off: Math.abs((door.number ?? 0) - metres) }))
    .toSorted((a, b) => a.off - b.off)
  return nearest ?? null
}

const placeOf = async (
  db: ReadDb,
  directory: Directory,
  { street }: Street,
  found: Pick<FoundPlace, 'text' | 'numberKnown' | 'precision'> & Partial<Point> & { locality?: string },
): Promise<FoundPlace> => {
  const locality = found.locality || street.locality
  const byName = locality === '' ? null : (directory.districts.get(fold(locality)) ?? null)
  return {
    text: found.text,
    locality,
    districtId: byName ?? (street.ticketsId === null ? null : await districtOfTickets(db, street.ticketsId)),
    lat: found.lat ?? street.lat,
    lon: found.lon ?? street.lon,
    precision: found.precision,
    numberKnown: found.numberKnown,
    fromRegistry: street.registryId !== null,
    tickets: await ticketsOf(db, street.ticketsId),
  }
}

/** What a street offers for one reading of the typed text. */
const placesIn = async (
  db: ReadDb,
  directory: Directory,
  found: Street,
  { civic, typed }: { readonly civic: TypedCivic | null; readonly typed: TypedPlace },
): Promise<FoundPlace[]> => {
  const { street } = found
  const plain = { precision: 'street', numberKnown: true } as const
  if (civic === null) {
    const at = typed.km === '' || street.registryId === null ? null : await doorAtKm(db, street.registryId, typed.km)
    if (at !== null && at.lat !== null && at.lon !== null) {
      const { locality, lat, lon } = at
      const precision = at.off <= AT_HOUSE_METRES ? 'address' : 'street'
      const there = { text: `${street.name} km ${typed.km}`, locality, lat, lon, precision, numberKnown: true } as const
      return [await placeOf(db, directory, found, there)]
    }
    const text = [street.name, typed.km === '' ? '' : `km ${typed.km}`, typed.isUnnumbered ? 'SNC' : '']
    return [await placeOf(db, directory, found, { ...plain, text: text.filter(Boolean).join(' ') })]
  }
  const doors = street.registryId === null ? [] : await doorsOf(db, street.registryId, civic)
  const places: FoundPlace[] = []
  for (const { label, locality, lat, lon } of doors.slice(0, DOORS_EACH)) {
    const hasPoint = lat !== null && lon !== null
    places.push(
      await placeOf(db, directory, found, {
        text: `${street.name} ${label}`,
        locality,
        numberKnown: true,
        ...(hasPoint ? { lat, lon, precision: 'address' } : { precision: 'street' }),
      }),
    )
  }
  if (places.length > 0) return places
  const text = `${street.name} ${civicLabel(civic.number, civic.exponent)}`
  return [await placeOf(db, directory, found, { text, precision: 'street', numberKnown: street.registryId === null })]
}

/** The best streets of a reading; of equally good ones those with most tickets first. */
const streetsFor = async (db: ReadDb, directory: Directory, { words }: Reading, limit: number): Promise<Street[]> => {
  const fitting = directory.search.find(words, WEIGHED)
  const weighed: (Street & { readonly tickets: number })[] = []
  for (const one of fitting) weighed.push({ ...one, tickets: await ticketsOf(db, one.street.ticketsId) })
  const costOf = ({ cost, street }: Street): number => cost + (street.registryId === null ? NOT_LISTED : 0)
  return weighed.toSorted((a, b) => costOf(a) - costOf(b) || b.tickets - a.tickets).slice(0, limit)
}

/** A road with its chainage needs no register: `sp 23 km 4+300`. */
const roadOf = (text: string): FoundPlace | null => {
  const { road, km } = splitAddress(text)
  if (road === '' || km === '') return null
  return {
    text: `${road} km ${km}`,
    locality: '',
    districtId: null,
    lat: null,
    lon: null,
    precision: 'street',
    numberKnown: true,
    fromRegistry: false,
    tickets: 0,
  }
}

export const findPlaces = async (
  db: ReadDb,
  directory: Directory,
  text: string,
  limit: number,
): Promise<{ places: FoundPlace[] }> => {
  const typed = readTyped(text)
  const found = new Map<string, FoundPlace>()
  const keep = (place: FoundPlace): void => {
    const name = `${place.text}|${place.locality}|${place.lat ?? ''}|${place.lon ?? ''}`
    if (!found.has(name) && found.size < limit) found.set(name, place)
  }
  const road = roadOf(text)
  const [best] = typed.readings
  let isCertain = false
  for (const reading of typed.readings) {
    // "Via Roma 25 a": once a door answers to that, the streets called after a 25th of April are not meant.
    if (isCertain && reading !== best) break
    for (const street of await streetsFor(db, directory, reading, limit)) {
      const places = await placesIn(db, directory, street, { civic: reading.civic, typed })
      if (reading.civic !== null && places.some(({ numberKnown, fromRegistry }) => numberKnown && fromRegistry))
        isCertain = true
      places.forEach(keep)
    }
  }
  const places = await tellApart(db, [...found.values()])
  if (road === null) return { places }
  // A road that the register knows brings a point along: the bare name comes after it.
  const [first] = places
  const isListed = first?.fromRegistry === true && splitAddress(first.text).road === splitAddress(text).road
  return { places: (isListed ? [...places, road] : [road, ...places]).slice(0, limit) }
}

/** Doors of one name get the district that they lie in: what the register says of their street is the same for all. */
const tellApart = async (db: ReadDb, places: readonly FoundPlace[]): Promise<FoundPlace[]> => {
  const names = Map.groupBy(places, ({ text }) => text)
  const isTwin = ({ text, precision }: FoundPlace): boolean =>
    precision === 'address' && (names.get(text)?.length ?? 0) > 1
  const twins = places.filter(isTwin)
  if (twins.length === 0) return [...places]
  const drawn = await drawnDistricts(
    db,
    twins.map(({ lat, lon }) => ({ lat: lat ?? 0, lon: lon ?? 0 })),
  )
  return places.map((place) => {
    const districtId = drawn[twins.indexOf(place)] ?? null
    return districtId === null ? place : { ...place, districtId }
  })
}

const around = new KeptQuery<Door & { readonly name: string }>()

export const addressAt = async (db: ReadDb, point: Point): Promise<z.output<typeof nearAddress> | null> => {
  const [west, south, east, north] = bboxAround(point, NEAR_METRES)
  const doors = await around.run(
    db,
    '',
    () =>
      db
        .selectFrom('registry_doors')
        .innerJoin('registry_streets', 'registry_streets.id', 'registry_doors.street_id')
        .select(['number', 'exponent', 'label', 'registry_doors.locality', 'registry_doors.lat', 'registry_doors.lon'])
        .select('registry_streets.name')
        .where('registry_doors.lat', '>=', later<number>('south'))
        .where('registry_doors.lat', '<=', later<number>('north'))
        .where('registry_doors.lon', '>=', later<number>('west'))
        .where('registry_doors.lon', '<=', later<number>('east')),
    { west, south, east, north },
  )
  const [nearest] = doors
    .map((door) => ({ door, metres: metresBetween(point, { lat: door.lat ?? 0, lon: door.lon ?? 0 }) }))
    .filter(({ metres }) => metres <= NEAR_METRES)
    .toSorted((a, b) => a.metres - b.metres)
  if (nearest === undefined) return null
  const { name, label } = nearest.door
  const isAtHouse = nearest.metres <= AT_HOUSE_METRES
  return {
    text: isAtHouse ? `${name} ${label}` : name,
    precision: isAtHouse ? 'address' : 'street',
    metres: Math.round(nearest.metres),
  }
}
