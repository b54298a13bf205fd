import { z } from 'zod'
import { areaId, categoryId, districtId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { STREET_NOTES, STREET_SKIPS } from '@shared/places/anncsu'
import { PRIORITIES, TICKET_STATUSES } from '@shared/tickets/vocabulary'
import { command, query } from './define'
import { mapSettings } from './settings'
import { ticketFilter } from './tickets'

export const AREA_KINDS = ['boundary', 'district', 'competence'] as const

export type AreaKind = (typeof AREA_KINDS)[number]

export const area = z.object({
  id: areaId,
  kind: z.enum(AREA_KINDS),
  name: z.string(),
  districtId: districtId.nullable(),
  /** GeoJSON Polygon or MultiPolygon, WGS84, longitude first. */
  geometry: z.unknown(),
})
export type MapArea = z.output<typeof area>

const ring = z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).max(50_000)
const rings = z.array(ring).min(1).max(500)
/** Outlines are closed, the outer ring first and its holes after it. */
export const areaGeometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1).max(500) }),
])

export const areaFields = z.object({
  /** Of a district its own, whatever is written here. */
  name: z.string().trim().max(120),
  districtId: districtId.nullable(),
  geometry: areaGeometry,
})
export type AreaFields = z.output<typeof areaFields>

/** Why a piece of an imported file was left out; the sentence is `map.import.reasons.<reason>`. */
export const AREA_SKIPS = [
  'not_an_area',
  'no_name',
  'bad_coordinates',
  'outside_world',
  'too_few_points',
  'no_surface',
  'crosses_itself',
  'elsewhere',
] as const
export type AreaSkip = (typeof AREA_SKIPS)[number]

/** How much of the streets a map shows, from far to near. */
export const STREET_DETAILS = ['coarse', 'lines', 'doors'] as const
export type StreetDetail = (typeof STREET_DETAILS)[number]

/** One ticket on the map; a tuple, since a hundred thousand of them cross the door at once. */
export const mapPoint = z.tuple([
  ticketId,
  z.number(), // longitude
  z.number(), // latitude
  z.enum(TICKET_STATUSES),
  z.enum(PRIORITIES),
  categoryId.nullable(),
])
export type MapPoint = z.output<typeof mapPoint>

/** A place that typing proposes. */
export const foundPlace = z.object({
  /** As it goes into the field: `Via Romana 15/A`. */
  text: z.string(),
  /** What tells it from another of the same name. */
  locality: z.string(),
  districtId: districtId.nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  /** What the point is: the house's, or the middle of the street's houses. */
  precision: z.enum(['street', 'address']),
  /** False: the street is known, but not this number in it. */
  numberKnown: z.boolean(),
  fromRegistry: z.boolean(),
  tickets: z.number().int(),
})
export type FoundPlace = z.output<typeof foundPlace>

export const nearAddress = z.object({
  text: z.string(),
  precision: z.enum(['street', 'address']),
  /** From the point to that house. */
  metres: z.number().int(),
})

const registryTotals = z.object({
  streets: z.number().int(),
  doors: z.number().int(),
  /** Doors with a point; the others have their street's. */
  placed: z.number().int(),
})
const tallyOf = <T extends z.ZodType>(reason: T) =>
  z.array(z.object({ reason, count: z.number().int(), lines: z.array(z.number().int()) }))

/** What is in a file of streets, and what of it is left out. */
export const registryReport = registryTotals.extend({
  rows: z.number().int(),
  skipped: tallyOf(z.enum(STREET_SKIPS)),
  noted: tallyOf(z.enum(STREET_NOTES)),
  /** The first few, as they would be proposed. */
  sample: z.array(z.object({ text: z.string(), locality: z.string(), placed: z.boolean() })),
})
export type RegistryReport = z.output<typeof registryReport>

/** A file that was put through the stream door. */
const uploaded = z.string().regex(/^[0-9a-f]{64}$/)

/** Tickets that lie close together: where on average, how many, how many of them urgent. */
export const mapCell = z.tuple([
  z.number(), // longitude
  z.number(), // latitude
  z.number().int(),
  z.number().int(),
])
export type MapCell = z.output<typeof mapCell>

export const places = {
  /**
   * Every ticket of the filter that has a point; null when they are too many to send (50,000), then `view` is asked for
   * what is looked at. `total` have a point, `withoutPlace` have none.
   */
  points: query(
    z.object({ filter: ticketFilter }),
    z.object({
      points: z.array(mapPoint).nullable(),
      total: z.number().int(),
      withoutPlace: z.number().int(),
    }),
    { needs: 'map.read' },
  ),
  /**
   * What a map at this zoom shows of a box, and a little around it: each ticket where there are few (5,000), else all of
   * them gathered in cells of about 60 pixels. `box` is what the answer covers whole: west, south, east, north.
   */
  view: query(
    z.object({
      filter: ticketFilter,
      bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
      zoom: z.number().int().min(0).max(22),
    }),
    z.object({
      points: z.array(mapPoint).nullable(),
      cells: z.array(mapCell),
      box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    }),
    { needs: 'map.read' },
  ),
  base: query(
    z.object({}),
    z.object({
      settings: mapSettings,
      areas: z.array(area),
      districts: z.array(z.object({ id: districtId, name: z.string(), lat: z.number(), lon: z.number() })),
      /** A register with placed houses is in use: `streets` has something to draw. */
      hasStreets: z.boolean(),
    }),
    { needs: 'map.read' },
  ),
  /**
   * The register's streets that reach into a box, as lines through the middle of their houses: `coarse` for a whole
   * town, `lines` for a part of it, `doors` with the house numbers in the box (4,000 at most).
   */
  streets: query(
    z.object({ bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]), detail: z.enum(STREET_DETAILS) }),
    z.object({
      /** Each line longitude and latitude in turn; one point is a house that stands alone. */
      streets: z.array(z.object({ name: z.string(), lines: z.array(z.array(z.number())) })),
      doors: z.array(z.tuple([z.number(), z.number(), z.string()])),
    }),
    { needs: 'map.read' },
  ),
  /**
   * Places for what is being typed into an address field: house numbers and streets of the register, and streets that
   * tickets named; accents, abbreviations, the words' order and one wrong letter a word are forgiven.
   */
  find: query(
    z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(50).default(10) }),
    z.object({ places: z.array(foundPlace) }),
    { needs: 'session' },
  ),
  /** The house number nearest to a point, or its street; null where the register knows nothing near. */
  addressAt: query(z.object({ lat: z.number(), lon: z.number() }), z.object({ address: nearAddress.nullable() }), {
    needs: 'session',
  }),
  /** The district at a point: by polygon, else by the nearest centre. */
  districtAt: query(
    z.object({ lat: z.number(), lon: z.number() }),
    z.object({ districtId: districtId.nullable(), by: z.enum(['polygon', 'nearest', 'none']) }),
    { needs: 'session' },
  ),
  /**
   * Replaces the areas of a kind by those of a GeoJSON file (Polygon, MultiPolygon or collections of them, WGS84; at
   * most 20 MB) that was put through the stream door: that much does not belong in a call.
   * A district's centre becomes its area's. A file without any usable area changes nothing.
   */
  importAreas: command(
    z.object({
      kind: z.enum(AREA_KINDS),
      sha256: uploaded,
      nameProperty: z.string().max(60).default('name'),
    }),
    z.object({
      imported: z.number().int(),
      /** By their position in the file, from 0. */
      skipped: z.array(z.object({ index: z.number().int(), reason: z.enum(AREA_SKIPS) })),
      /** Names in the file that no district of the store has. */
      unmatched: z.array(z.string()),
    }),
    { needs: 'map.edit' },
  ),
  /**
   * An area that was drawn. Refused: `area_too_small`, `area_crosses_itself`, `area_hole_outside`, `area_elsewhere`
   * (far from the town's map), `name_taken`. A district's centre becomes its area's.
   */
  addArea: command(areaFields.extend({ kind: z.enum(AREA_KINDS) }), z.object({ id: areaId }), { needs: 'map.edit' }),
  /** Rules of competence that name it follow a new name. */
  editArea: command(z.object({ id: areaId, base: areaFields.partial(), changes: areaFields.partial() }), z.object({}), {
    needs: 'map.edit',
  }),
  /** Refused as `area_in_rule` while a rule of competence names it. */
  removeArea: command(z.object({ id: areaId }), z.object({}), { needs: 'map.edit' }),
  /** The register that is in use; null for none. */
  registry: query(
    z.object({}),
    z.object({ registry: registryTotals.extend({ file: z.string(), at: instant }).nullable() }),
    { needs: 'session' },
  ),
  /** What an import of this file would take in; changes nothing. */
  previewStreets: query(z.object({ sha256: uploaded }), registryReport, { needs: 'map.edit' }),
  /** Replaces the register of streets and house numbers by a file's (ANNCSU: csv, or the zip that holds it). */
  importStreets: command(z.object({ sha256: uploaded, file: z.string().trim().max(200) }), registryReport, {
    needs: 'map.edit',
  }),
  /** Works on without a register; tickets keep their addresses and points. */
  forgetStreets: command(z.object({}), z.object({}), { needs: 'map.edit' }),
}
