import { useI18n } from 'vue-i18n'
import type { RuleFields } from '@shared/contract/competence'
import { useCatalog } from '@/app/catalog'
import { seasonText } from '@/features/answers'

/** What a rule asks for, in the reader's words. */
export const useRuleWords = () => {
  const { t, locale } = useI18n()
  const { categoryName } = useCatalog()

  const areaLabel = ({ kind, name }: RuleFields['areas'][number]): string =>
    `${name} (${t(`competence.areaKinds.${kind}`)})`
  const roads = ({ roadKinds, roadNames }: RuleFields): string =>
    [...roadKinds.map((kind) => t(`competence.roadKinds.${kind}`)), ...roadNames].join(', ')

  const whenOf = (rule: RuleFields): string =>
    [
      roads(rule),
      rule.categoryIds.map(categoryName).filter(Boolean).join(', '),
      rule.areas.map(areaLabel).join(', '),
      rule.hours === 'any' ? '' : t(`competence.hours.${rule.hours}`),
      rule.season === null ? '' : seasonText(rule.season, locale.value),
    ]
      .filter(Boolean)
      .join(' · ')

  return { whenOf, areaLabel }
}
