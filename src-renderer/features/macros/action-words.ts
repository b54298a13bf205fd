import { createSharedComposable } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import type { MacroFields } from '@shared/contract/macros'
import { type ActionStep, stepsOf } from '@shared/macros/actions'
import { useCatalog } from '@/app/catalog'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { useAnswers } from '@/features/answers'

type Actions = MacroFields['actions']

export const STEP_ICONS: Readonly<Record<ActionStep, string>> = {
  category: 'i-lucide-tag',
  priority: 'i-lucide-chevrons-up',
  owner: 'i-lucide-user',
  crew: 'i-lucide-users',
  visit: 'i-lucide-calendar-plus',
  note: 'i-lucide-notebook-pen',
  answer: 'i-lucide-reply',
  state: 'i-lucide-circle-dot',
}

/** Who and what a step may name besides the catalogue: asked once for all parts that say it. */
const useNames = createSharedComposable(() => {
  const client = useClient()
  const { answers } = useAnswers()
  const { data: people } = useQuery(() => client.accounts.names({}), { entities: ['users'] })
  return { answers, people }
})

/** What steps will do, in the reader's words, in the order in which they are done. */
export const useActionWords = () => {
  const { t } = useI18n()
  const { categoryName, crewName } = useCatalog()
  const { answers, people } = useNames()

  const gone = (name: string): string => (name === '' ? t('macros.gone') : name)
  const personName = (id: number): string => gone(people.value?.users.find((user) => user.id === id)?.displayName ?? '')
  const answerName = (id: number): string => gone(answers.value?.find((answer) => answer.id === id)?.name ?? '')

  const crewWords = ({ crew }: Actions): string =>
    crew === 'proposed' || crew === null ? t('macros.words.proposedCrew') : gone(crewName(crew))

  const stateWords = ({ state }: Actions): string => {
    if (state === null) return ''
    if (state.kind === 'status') return t('macros.words.state', { state: t(`vocabulary.status.${state.to}`) })
    if (state.kind === 'close') return t('macros.words.close', { outcome: t(`vocabulary.outcome.${state.outcome}`) })
    const reason = t(`vocabulary.waitingReason.${state.reason}`)
    return t('macros.words.wait', { reason, count: state.days }, state.days)
  }

  const answerWords = ({ answer }: Actions): string => {
    if (answer === null) return ''
    const kind = answer.official ? 'official' : 'reply'
    return t(`macros.words.${answer.send ? 'send' : 'draft'}.${kind}`, { name: answerName(answer.answerId) })
  }

  const sentence = (step: ActionStep, actions: Actions): string => {
    switch (step) {
      case 'category':
        return t('macros.words.category', { name: gone(categoryName(actions.categoryId)) })
      case 'priority':
        return t('macros.words.priority', { name: t(`vocabulary.priority.${actions.priority ?? 'normal'}`) })
      case 'owner':
        return actions.owner === 'me'
          ? t('macros.words.me')
          : t('macros.words.owner', { name: personName(actions.owner ?? 0) })
      case 'crew':
        return t('macros.words.crew', { name: crewWords(actions) })
      case 'visit':
        return t('macros.words.visit', { name: crewWords(actions), minutes: actions.visitMinutes ?? 0 })
      case 'note':
        return t('macros.words.note', { text: actions.note })
      case 'answer':
        return answerWords(actions)
      case 'state':
        return stateWords(actions)
    }
  }

  return {
    people,
    answers,
    personName,
    sentencesOf: (actions: Actions): { readonly step: ActionStep; readonly text: string }[] =>
      stepsOf(actions).map((step) => ({ step, text: sentence(step, actions) })),
  }
}
