import type { answers } from '@shared/contract/answers'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import { allAnswers } from './answer-queries'

/** Changes places with the neighbour; at either end it stays where it is. */
export const moveAnswer = (
  parts: FeatureParts,
  { id, by }: InputOf<(typeof answers)['move']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const order = (await allAnswers(db)).map((answer) => answer.id)
    const at = order.indexOf(id)
    if (at < 0) refuse('not_found')
    const other = order[at + by]
    if (other === undefined) return {}
    order[at + by] = id
    order[at] = other
    for (const [sort, one] of order.entries())
      await db
        .updateTable('answers')
        .set({ sort: sort + 1 })
        .where('id', '=', one)
        .where('sort', '<>', sort + 1)
        .execute()
    return {}
  })
