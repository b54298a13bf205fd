import type { Bbox } from '@shared/places/geo'

/** Degrees between two lines: the finest that draws no more than eight of them across the box. */
export const graticuleStep = ([west, south, east, north]: Bbox): number => {
  const span = Math.max(east - west, north - south)
  for (let power = -4; power <= 1; power += 1)
    for (const digit of [1, 2, 5]) {
      const step = digit * 10 ** power
      if (span / step <= 8) return step
    }
  return 50
}

export interface Graticule {
  readonly meridians: readonly number[]
  readonly parallels: readonly number[]
  /** As many decimals as the step needs. */
  readonly decimals: number
}

const multiples = (from: number, to: number, step: number, decimals: number): number[] => {
  const lines: number[] = []
  for (let n = Math.ceil(from / step); n * step <= to; n += 1) lines.push(Number((n * step).toFixed(decimals)))
  return lines
}

/** The round degrees that cross a box. */
export const graticule = (box: Bbox): Graticule => {
  const step = graticuleStep(box)
  const decimals = Math.max(0, -Math.floor(Math.log10(step)))
  return {
    meridians: multiples(box[0], box[2], step, decimals),
    parallels: multiples(box[1], box[3], step, decimals),
    decimals,
  }
}
