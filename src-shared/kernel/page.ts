import { z } from 'zod'

/** A window on a sorted list: `offset` rows skipped, at most `limit` returned. */
export const pageInput = z.object({
  offset: z.number().int().min(0).max(10_000_000).default(0),
  limit: z.number().int().min(1).max(500).default(50),
})

export interface Page<T> {
  readonly rows: readonly T[]
  /** How many rows the whole list has. */
  readonly total: number
}

export const pageOf = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), total: z.number().int().min(0) })
