import { z } from 'zod'
import type { RoadCells } from '@main/platform/roads'

/** Roads end somewhere: a stop that lies farther from the next one than this is not on the server's map. */
const FAR_METRES = 5000

const cells = z.array(z.array(z.number().min(0).max(1e8).nullable()))
const stations = z.array(z.object({ distance: z.number().optional() }).nullable()).optional()
const answer = z.object({
  code: z.literal('Ok'),
  durations: cells,
  distances: cells,
  sources: stations,
  destinations: stations,
})
const fault = z.object({ code: z.string(), message: z.string().catch('') })

/** What the server says of its own refusal: its code and its words; empty where it says nothing that can be read. */
export const faultOf = (body: unknown): { readonly code: string; readonly said: string } => {
  const read = fault.safeParse(body)
  if (!read.success) return { code: '', said: '' }
  return { code: read.data.code, said: [read.data.code, read.data.message].filter(Boolean).join(', ').slice(0, 200) }
}

const isOf = (rows: readonly (readonly unknown[])[], height: number, width: number): boolean =>
  rows.length === height && rows.every((row) => row.length === width)

/** So many rows and columns of both tables, or undefined for whatever else came. */
export const tableOf = (body: unknown, height: number, width: number): RoadCells | undefined => {
  const read = answer.safeParse(body)
  if (!read.success) return undefined
  const { durations, distances, sources = [], destinations = [] } = read.data
  if (!isOf(durations, height, width) || !isOf(distances, height, width)) return undefined
  const isFar = (list: typeof sources, index: number): boolean => (list[index]?.distance ?? 0) > FAR_METRES
  const near = (rows: typeof durations) =>
    rows.map((row, from) => row.map((cell, to) => (isFar(sources, from) || isFar(destinations, to) ? null : cell)))
  return { seconds: near(durations), metres: near(distances) }
}
