import { z } from 'zod'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { roadServer } from './crew-settings'
import { command, query } from './define'

const point = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
const cells = z.array(z.array(z.number()))

/** More stops than any day holds: the depot and every visit of a storm's day. */
export const MOST_POINTS = 300

/** By which measure a day is put in order, and why it is not the roads where an office has a server for them. */
const roadAnswer = z.discriminatedUnion('measure', [
  z.object({
    measure: z.literal('roads'),
    /** Each point of the question once; the rows and columns of both tables. */
    points: z.array(point),
    seconds: cells,
    metres: cells,
    /** Ways for which the server knows no road: there the straight line stands. */
    lines: z.number().int(),
  }),
  z.object({
    measure: z.literal('lines'),
    /** Null: the office has no such server. */
    why: z.object({ code: z.enum(ERROR_CODES), details: z.record(z.string(), z.string()) }).nullable(),
  }),
])
export type RoadAnswer = z.output<typeof roadAnswer>

/** The ways between the stops of a day, from a server of OSRM where the settings name one. */
export const roads = {
  /** Times and lengths from each point to each other; never refused because of the server, straight lines stand in. */
  table: query(z.object({ points: z.array(point).max(MOST_POINTS) }), roadAnswer, { needs: 'crews.read' }),
  /** Asks a server for the way from the depot into the town and back, before it is saved. */
  test: command(
    z.object({ server: roadServer }),
    z.object({ metres: z.number(), seconds: z.number(), fromDepot: z.boolean() }),
    { needs: 'settings.manage', audit: { as: 'none' } },
  ),
}
