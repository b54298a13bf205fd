import { useI18n } from 'vue-i18n'
import type { MacroFields } from '@shared/contract/macros'
import { useCatalog } from '@/app/catalog'

/** For which tickets a macro is offered, in the reader's words. */
export const useMacroWords = () => {
  const { t } = useI18n()
  const { categoryName } = useCatalog()
  const whenOf = ({ categoryIds, statuses, channels, kinds }: Omit<MacroFields, 'actions'>): string =>
    [
      categoryIds.map(categoryName).filter(Boolean).join(', '),
      statuses.map((status) => t(`vocabulary.status.${status}`)).join(', '),
      channels.map((channel) => t(`vocabulary.channel.${channel}`)).join(', '),
      kinds.map((kind) => t(`vocabulary.kind.${kind}`)).join(', '),
    ]
      .filter(Boolean)
      .join(' · ') || t('macros.always')
  return { whenOf }
}
