import { computed, ref } from 'vue'
import type { Answer } from '@shared/contract/answers'
import type { TicketDetail } from '@shared/contract/tickets'
import { offeredAnswers } from '@shared/answers/offered-answers'
import { fillPlaceholders, type PlaceholderValues } from '@shared/answers/placeholders'
import { useCatalog } from '@/app/catalog'
import { officeToday } from '@/app/formats'
import { useAnswers } from '@/features/answers'

/** The office's ready answers as this ticket needs them: the fitting ones first, found by a few letters, filled in. */
export const useReadyAnswers = (ticket: () => TicketDetail, values: () => PlaceholderValues) => {
  const { answers, error } = useAnswers()
  const { categories } = useCatalog()
  const search = ref('')
  const offered = computed(() => {
    const { categoryId, status, outcome } = ticket()
    const parentCategoryId = categoryId === null ? null : (categories.value.get(categoryId)?.parentId ?? null)
    return offeredAnswers(
      answers.value ?? [],
      { categoryId, parentCategoryId, status, outcome },
      officeToday(),
      search.value,
    )
  })
  return {
    search,
    offered,
    error,
    isThere: computed(() => answers.value !== undefined),
    filled: (answer: Answer): string => fillPlaceholders(answer.text, values()),
  }
}
