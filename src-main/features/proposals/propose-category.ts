import type { CategoryProposal } from '@shared/contract/proposals'
import type { CategoryId } from '@shared/kernel/ids'
import { type Result, ok } from '@shared/kernel/result'
import { WORTH_SHOWING } from '@shared/proposals/category-model'
import type { FeatureParts } from '../feature-parts'
import type { CategoryLearner } from './category-learner'
import { ticketTexts } from './ticket-texts-queries'

type Answer = Result<{ proposal: CategoryProposal | null }>

export const proposeCategory = async (parts: FeatureParts, learner: CategoryLearner, text: string): Promise<Answer> => {
  const { store } = parts.current
  const model = await learner.model(store)
  if (!model.ok) return model
  const active = await store.read((db) => db.selectFrom('categories').select('id').where('active', '=', 1).execute())
  if (!active.ok) return active
  const allowed = new Set(active.value.map(({ id }) => id))
  const [best] = model.value.propose(text, (category) => allowed.has(category))
  if (best === undefined || best.confidence < WORTH_SHOWING) return ok({ proposal: null })
  const { category, confidence, because } = best
  return ok({ proposal: { categoryId: category as CategoryId, confidence, because: [...because] } })
}

export const proposeForTicket = async (parts: FeatureParts, learner: CategoryLearner, id: number): Promise<Answer> => {
  const texts = await parts.current.store.read((db) => ticketTexts(db, [id]))
  if (!texts.ok) return texts
  return proposeCategory(parts, learner, texts.value[0]?.text ?? '')
}
