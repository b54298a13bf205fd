import type { AnswerFields, answers } from '@shared/contract/answers'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { AnswerId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { unknownPlaceholders } from '@shared/answers/placeholders'
import { checkBase } from '@main/store/check-base'
import type { ReadDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { answerById, lastPlace } from './answer-queries'
import { toAnswerRow } from './answer-rows'

const refuseTwin = async (db: ReadDb, name: string, own: number | null): Promise<void> => {
  const twin = await db.selectFrom('answers').select('id').where('name', '=', name).executeTakeFirst()
  if (twin && twin.id !== own) refuse('name_taken', { field: 'name' })
}

/** A citizen would read the mark itself: a word in braces that means nothing is refused by its name. */
export const refuseUnknownPlaceholders = (field: string, text: string): void => {
  const [name] = unknownPlaceholders(text)
  if (name !== undefined) refuse('unknown_placeholder', { field, details: { name } })
}

export const createAnswer = (parts: FeatureParts, fields: AnswerFields): Promise<Result<{ id: AnswerId }>> =>
  parts.current.store.write(async (db) => {
    refuseUnknownPlaceholders('text', fields.text)
    await refuseTwin(db, fields.name, null)
    const { insertId } = await db
      .insertInto('answers')
      .values({ ...toAnswerRow(fields), sort: (await lastPlace(db)) + 1 })
      .executeTakeFirstOrThrow()
    return { id: Number(insertId) as AnswerId }
  })

export const editAnswer = (
  parts: FeatureParts,
  { id, base, changes }: InputOf<(typeof answers)['edit']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const before = (await answerById(db, id)) ?? refuse('not_found')
    checkBase<AnswerFields>(before, base, changes)
    if (changes.text !== undefined) refuseUnknownPlaceholders('text', changes.text)
    if (changes.name !== undefined) await refuseTwin(db, changes.name, id)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    await db
      .updateTable('answers')
      .set(toAnswerRow({ ...before, ...given }))
      .where('id', '=', id)
      .execute()
    return {}
  })

/** Nothing points to a ready answer, so one that nobody wants any more is really gone. */
export const removeAnswer = (parts: FeatureParts, id: AnswerId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { numDeletedRows } = await db.deleteFrom('answers').where('id', '=', id).executeTakeFirst()
    if (numDeletedRows === 0n) refuse('not_found')
    return {}
  })
