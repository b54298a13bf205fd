import { useI18n } from 'vue-i18n'
import type { AutomationFields, AutomationRun } from '@shared/contract/automations'
import { useCatalog } from '@/app/catalog'

type Conditions = Omit<AutomationFields, 'name' | 'actions' | 'notify' | 'stops' | 'active'>

/** A rule, and what became of it, in the reader's words. */
export const useAutomationWords = () => {
  const { t, te } = useI18n()
  const { categoryName, districtName } = useCatalog()

  /** What must hold besides the event; empty for nothing. */
  const ifOf = (rule: Conditions): string =>
    [
      rule.trigger === 'status' && rule.toStatuses.length > 0
        ? t('automations.words.to', {
            states: rule.toStatuses.map((status) => t(`vocabulary.status.${status}`)).join(', '),
          })
        : '',
      rule.channels.map((channel) => t(`vocabulary.channel.${channel}`)).join(', '),
      rule.categoryIds.map(categoryName).filter(Boolean).join(', '),
      rule.districtIds.map(districtName).filter(Boolean).join(', '),
      rule.kinds.map((kind) => t(`vocabulary.kind.${kind}`)).join(', '),
      rule.priorities.map((priority) => t(`vocabulary.priority.${priority}`)).join(', '),
      rule.words.length > 0 ? t('automations.words.words', { words: rule.words.join(', ') }) : '',
      rule.hours === 'any' ? '' : t(`competence.hours.${rule.hours}`),
      rule.senders.length > 0 ? t('automations.words.senders', { senders: rule.senders.join(', ') }) : '',
      rule.citizen === 'any' ? '' : t(`automations.citizen.${rule.citizen}`),
    ]
      .filter(Boolean)
      .join(' · ')

  const stepNames = (steps: AutomationRun['steps']): string => steps.map((step) => t(`macros.steps.${step}`)).join(', ')
  const yieldedWords = (yielded: AutomationRun['yielded']): string[] =>
    yielded.map(({ step, to }) => t('automations.yielded', { step: t(`macros.steps.${step}`), name: to }))

  const unsentWords = (why: string): string => {
    const own = `automations.unsentWhy.${why}`
    const known = `vocabulary.untold.${why}`
    return t('automations.unsent', { why: te(own) ? t(own) : te(known) ? t(known) : why })
  }

  /** What came of one run, everything that is worth a word. */
  const runWords = (run: AutomationRun): string =>
    [
      run.outcome === 'done' ? stepNames(run.steps) : t(`automations.outcome.${run.outcome}`),
      run.outcome === 'refused' && run.steps.length > 0 ? stepNames(run.steps) : '',
      run.notified > 0 ? t('automations.told', { count: run.notified }, run.notified) : '',
      run.unsent === null ? '' : unsentWords(run.unsent),
      ...yieldedWords(run.yielded),
    ]
      .filter(Boolean)
      .join(' · ')

  return { ifOf, stepNames, yieldedWords, runWords }
}
