import { z } from 'zod'
import { mapPoint } from '@shared/contract/places'

const KEY = 'map.sheet'
/** As many as fit a page or two; a map with more numbers on it is read by nobody. */
export const MOST_ON_SHEET = 60

const sheet = z.object({
  /** West, south, east, north of what was looked at. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  points: z.array(mapPoint).max(MOST_ON_SHEET),
  /** How many there were. */
  total: z.number().int(),
})
export type MapSheet = z.output<typeof sheet>

/** What to print, for the page that prints it: a reload of that page still finds it. */
export const keepSheet = (made: MapSheet): void => sessionStorage.setItem(KEY, JSON.stringify(made))

export const keptSheet = (): MapSheet | null => {
  const read = sheet.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'))
  return read.success ? read.data : null
}
