import type { Selectable } from 'kysely'
import { type Answer, type AnswerFields, answerFields } from '@shared/contract/answers'
import type { AnswerId } from '@shared/kernel/ids'
import type { Tables } from '@main/store/tables'

export type StoredAnswer = Selectable<Tables['answers']>

const { categoryIds, statuses, outcomes } = answerFields.shape

/** A list that another version wrote and this one cannot read asks for nothing. */
const listOf = <T>(schema: { safeParse: (value: unknown) => { data?: T | undefined } }, text: string): T | never[] =>
  schema.safeParse(JSON.parse(text)).data ?? []

export const toAnswer = (row: StoredAnswer): Answer => ({
  id: row.id as AnswerId,
  name: row.name,
  text: row.text,
  categoryIds: listOf(categoryIds, row.category_ids),
  statuses: listOf(statuses, row.statuses),
  outcomes: listOf(outcomes, row.outcomes),
  season: row.season_from === null || row.season_to === null ? null : { from: row.season_from, to: row.season_to },
  active: row.active === 1,
})

export const toAnswerRow = (fields: AnswerFields) => ({
  name: fields.name,
  text: fields.text,
  category_ids: JSON.stringify(fields.categoryIds),
  statuses: JSON.stringify(fields.statuses),
  outcomes: JSON.stringify(fields.outcomes),
  season_from: fields.season?.from ?? null,
  season_to: fields.season?.to ?? null,
  active: fields.active ? 1 : 0,
})
