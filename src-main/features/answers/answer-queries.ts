import type { Answer } from '@shared/contract/answers'
import type { ReadDb } from '@main/store/handles'
import { toAnswer } from './answer-rows'

export const allAnswers = async (db: ReadDb): Promise<Answer[]> =>
  (await db.selectFrom('answers').selectAll().orderBy('sort').orderBy('id').execute()).map(toAnswer)

export const answerById = async (db: ReadDb, id: number): Promise<Answer | null> => {
  const row = await db.selectFrom('answers').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toAnswer(row)
}

/** Where a new one goes: behind all others. */
export const lastPlace = async (db: ReadDb): Promise<number> => {
  const row = await db
    .selectFrom('answers')
    .select(({ fn }) => fn.max('sort').as('last'))
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}
