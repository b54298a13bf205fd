import { formatNumber } from '@shared/tickets/number'
import type { WriteDb } from '@main/store/handles'

export interface Allocated {
  readonly year: number
  readonly seq: number
  readonly number: string
}

/** The next number of a year, in the write that makes its ticket: a rolled-back one was given to nobody. */
export const allocateNumber = async (db: WriteDb, year: number): Promise<Allocated> => {
  const { last } = await db
    .insertInto('ticket_numbers')
    .values({ year, last: 1 })
    .onConflict((conflict) =>
      conflict.column('year').doUpdateSet((eb) => ({ last: eb('ticket_numbers.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return { year, seq: last, number: formatNumber({ year, sequence: last }) }
}
