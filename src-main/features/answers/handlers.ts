import type { answers } from '@shared/contract/answers'
import type { FeatureHandlers } from '@shared/contract/define'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { allAnswers } from './answer-queries'
import { moveAnswer } from './move-answer'
import { createAnswer, editAnswer, removeAnswer } from './save-answer'
import { shipAnswers } from './ship-answers'

export const answerHandlers = (parts: FeatureParts): FeatureHandlers<typeof answers, Caller> => ({
  list: () => parts.current.store.read(async (db) => ({ answers: await allAnswers(db) })),
  create: (_caller, fields) => createAnswer(parts, fields),
  edit: (_caller, input) => editAnswer(parts, input),
  move: (_caller, input) => moveAnswer(parts, input),
  remove: (_caller, { id }) => removeAnswer(parts, id),
  addShipped: () => parts.current.store.write(async (db) => ({ added: await shipAnswers(db) })),
})
