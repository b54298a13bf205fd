import { z } from 'zod'
import { areaId, categoryId, districtId, ticketId } from '@shared/kernel/ids'
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

/** Why a piece of an imported file was left out; the sentence is `map.import.reasons.<reason>`. */
export const AREA_SKIPS = [
  'not_an_area',
  'no_name',
  'bad_coordinates',
  'outside_world',
  'too_few_points',
  'no_surface',
  'crosses_itself',
] as const
export type AreaSkip = (typeof AREA_SKIPS)[number]

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

export const places = {
  /** Every ticket of the filter that has a point, and how many have none. */
  points: query(
    z.object({ filter: ticketFilter }),
    z.object({ points: z.array(mapPoint), withoutPlace: z.number().int() }),
    {
      needs: 'map.read',
    },
  ),
  base: query(
    z.object({}),
    z.object({
      settings: mapSettings,
      areas: z.array(area),
      districts: z.array(z.object({ id: districtId, name: z.string(), lat: z.number(), lon: z.number() })),
    }),
    { needs: 'map.read' },
  ),
  /** Streets that the store knows, for typing an address: by any words, accents and abbreviations forgiven. */
  streets: query(
    z.object({ text: z.string().max(120), limit: z.number().int().min(1).max(50).default(10) }),
    z.object({
      streets: z.array(z.object({ name: z.string(), tickets: z.number().int(), districtId: districtId.nullable() })),
    }),
    { needs: 'session' },
  ),
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
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
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
}
