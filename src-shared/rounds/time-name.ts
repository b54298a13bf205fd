import { z } from 'zod'
import { roundId } from '../kernel/ids'
import { day } from '../kernel/instant'

/** Which time of which round: `planned` is the day that the round's calendar has, wherever that time was moved to. */
export const roundTimeName = z.object({ roundId, planned: day })
export type RoundTimeName = z.output<typeof roundTimeName>
