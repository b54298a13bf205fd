import { z } from 'zod'
import type { AreaSkip } from '@shared/contract/places'
import type { Result } from '@shared/kernel/result'
import { err, ok } from '@shared/kernel/result'
import { type Area, type Bbox, bboxOf } from '@shared/places/geo'
import { isElsewhere } from '@shared/places/area-fault'
import { sidesCross } from '@shared/places/ring-crossing'

type Ring = [number, number][]

export interface FoundArea {
  readonly name: string
  readonly area: Area
}

export interface ReadAreas {
  readonly areas: readonly FoundArea[]
  readonly skipped: { index: number; reason: AreaSkip }[]
}

const position = z.array(z.number()).min(2)
const rings = z.array(z.array(position)).min(1)
const polygon = z.object({ type: z.literal('Polygon'), coordinates: rings })
const multiPolygon = z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) })
const bag = z.object({ type: z.literal('GeometryCollection'), geometries: z.array(z.unknown()) })
const feature = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.unknown(),
})
const features = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()) })

/** Properties that name an area in the files of Italian offices, tried when the one asked for is not there. */
const NAMES = ['name', 'nome', 'denominazione', 'denom', 'frazione', 'localita', 'comune']
/** About a centimetre: more digits are noise that every desk would carry. */
const DIGITS = 1e7

const nameOf = (properties: Readonly<Record<string, unknown>>, asked: string): string => {
  const byLowerKey = new Map(Object.entries(properties).map(([key, value]) => [key.toLowerCase(), value]))
  for (const key of [asked.toLowerCase(), ...NAMES]) {
    const value = byLowerKey.get(key)
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 120)
    if (typeof value === 'number') return String(value)
  }
  return ''
}

const readRing = (points: readonly (readonly number[])[]): Result<Ring, AreaSkip> => {
  const ring: Ring = []
  for (const [lon = Number.NaN, lat = Number.NaN] of points) {
    if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return err('outside_world')
    const point: [number, number] = [Math.round(lon * DIGITS) / DIGITS, Math.round(lat * DIGITS) / DIGITS]
    const before = ring.at(-1)
    if (before === undefined || before[0] !== point[0] || before[1] !== point[1]) ring.push(point)
  }
  const [first, last] = [ring[0], ring.at(-1)]
  // Files that leave the ring open mean it closed.
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) ring.push([first[0], first[1]])
  if (ring.length < 4) return err('too_few_points')
  if (ring.every(([lon]) => lon === ring[0]?.[0]) || ring.every(([, lat]) => lat === ring[0]?.[1]))
    return err('no_surface')
  return sidesCross([ring]) ? err('crosses_itself') : ok(ring)
}

const readPolygons = (raw: readonly (readonly (readonly (readonly number[])[])[])[]): Result<Ring[][], AreaSkip> => {
  const polygons: Ring[][] = []
  for (const rawRings of raw) {
    const read: Ring[] = []
    for (const points of rawRings) {
      const ring = readRing(points)
      if (!ring.ok) return ring
      read.push(ring.value)
    }
    polygons.push(read)
  }
  return ok(polygons)
}

/** The polygons of a geometry; of a collection those that are polygons. */
const polygonsOf = (geometry: unknown): Result<Ring[][], AreaSkip> => {
  const one = polygon.safeParse(geometry)
  if (one.success) return readPolygons([one.data.coordinates])
  const many = multiPolygon.safeParse(geometry)
  if (many.success) return readPolygons(many.data.coordinates)
  const collection = bag.safeParse(geometry)
  if (!collection.success) return err(claimsToBeAnArea(geometry) ? 'bad_coordinates' : 'not_an_area')
  const found: Ring[][] = []
  for (const part of collection.data.geometries) {
    const polygons = polygonsOf(part)
    if (polygons.ok) found.push(...polygons.value)
    else if (polygons.error !== 'not_an_area') return polygons
  }
  return found.length > 0 ? ok(found) : err('not_an_area')
}

const claimsToBeAnArea = (geometry: unknown): boolean =>
  z.object({ type: z.enum(['Polygon', 'MultiPolygon']) }).safeParse(geometry).success

/** What one entry of the file is: its polygons and its properties. */
const entriesOf = (file: unknown): readonly unknown[] => {
  const collection = features.safeParse(file)
  if (collection.success) return collection.data.features
  const loose = bag.safeParse(file)
  return loose.success ? loose.data.geometries : [file]
}

/**
 * Reads a GeoJSON text. Everything that is no sound area of this town or around it is skipped with its reason; `null`
 * when the text is no JSON at all.
 */
export const readAreas = (text: string, nameProperty: string, needsName: boolean, town: Bbox): ReadAreas | null => {
  let file: unknown
  try {
    // Programs on Windows put a byte-order mark before the first brace.
    file = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
  const areas: FoundArea[] = []
  const skipped: ReadAreas['skipped'] = []
  for (const [index, entry] of entriesOf(file).entries()) {
    const asFeature = feature.safeParse(entry)
    const polygons = polygonsOf(asFeature.success ? asFeature.data.geometry : entry)
    const name = asFeature.success ? nameOf(asFeature.data.properties ?? {}, nameProperty) : ''
    if (!polygons.ok) skipped.push({ index, reason: polygons.error })
    else if (needsName && name === '') skipped.push({ index, reason: 'no_name' })
    else {
      const [only, ...more] = polygons.value
      if (!only) continue
      const area: Area =
        more.length === 0
          ? { type: 'Polygon', coordinates: only }
          : { type: 'MultiPolygon', coordinates: polygons.value }
      if (isElsewhere(area, town)) skipped.push({ index, reason: 'elsewhere' })
      else if (bboxOf(area) !== null) areas.push({ name, area })
    }
  }
  return { areas, skipped }
}
