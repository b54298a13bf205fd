import { z } from 'zod'
import { type MapPoint, mapPoint } from '@shared/contract/places'

const KEY = 'map.sheet'
/** As many as fit a page or two; a map with more numbers on it is read by nobody. */
export const MOST_ON_SHEET = 60

const sheet = z.object({
  /** West, south, east, north of what the paper shows. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  points: z.array(mapPoint).max(MOST_ON_SHEET),
  /** How many there were. */
  total: z.number().int(),
})
export type MapSheet = z.output<typeof sheet>

/** The class of a pin whose tickets stand differently. */
export const MIXED_TONE = 'map-pin-mixed'

/** Degrees around what lies there: a single ticket is seen with some streets about it. */
const AROUND = { lon: 0.003, lat: 0.002 } as const

/**
 * What the paper shows: what was drawn, and all that is printed; without a drawing no more than what is printed, since
 * a sheet is taller than a screen and would show mostly what lies around.
 */
export const boxOnPaper = (points: readonly MapPoint[], drawn: MapSheet['box'] | null): MapSheet['box'] => {
  const lons = [...points.map(([, lon]) => lon), ...(drawn ? [drawn[0], drawn[2]] : [])]
  const lats = [...points.map(([, , lat]) => lat), ...(drawn ? [drawn[1], drawn[3]] : [])]
  return [
    Math.min(...lons) - AROUND.lon,
    Math.min(...lats) - AROUND.lat,
    Math.max(...lons) + AROUND.lon,
    Math.max(...lats) + AROUND.lat,
  ]
}

interface Spot {
  readonly x: number
  readonly y: number
}

/** Numbers (from 1) that would cover each other, on one pin; each within `pixels` of the pin's first one. */
export const gatheredPins = (spots: readonly Spot[], pixels: number): number[][] => {
  const pins: { at: Spot; numbers: number[] }[] = []
  for (const [index, at] of spots.entries()) {
    const near = pins.find((pin) => Math.hypot(pin.at.x - at.x, pin.at.y - at.y) < pixels)
    if (near) near.numbers.push(index + 1)
    else pins.push({ at, numbers: [index + 1] })
  }
  return pins.map(({ numbers }) => numbers)
}

/** Rising numbers as people write them: `2, 5–8`. */
export const asRanges = (numbers: readonly number[]): string => {
  const runs: [number, number][] = []
  for (const one of numbers) {
    const last = runs.at(-1)
    if (last && one === last[1] + 1) last[1] = one
    else runs.push([one, one])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}${to === from + 1 ? ', ' : '–'}${to}`)).join(', ')
}

/** What to print, for the page that prints it: a reload of that page still finds it. */
export const keepSheet = (made: MapSheet): void => sessionStorage.setItem(KEY, JSON.stringify(made))

export const keptSheet = (): MapSheet | null => {
  const read = sheet.safeParse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'))
  return read.success ? read.data : null
}
