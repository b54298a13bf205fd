import { useI18n } from 'vue-i18n'
import type { DeskNotice, NoticeGroup } from '@shared/contract/notices'
import { DUE_OF } from '@shared/deadlines/due-of'
import { useFormats } from '@/app/formats'

export const NOTICE_ICONS: Readonly<Record<DeskNotice['kind'], string>> = {
  rule: 'i-lucide-workflow',
  due_soon: 'i-lucide-alarm-clock',
  overdue: 'i-lucide-alarm-clock-off',
  escalated: 'i-lucide-siren',
}

export const useNoticeWords = () => {
  const { t } = useI18n()
  const { number } = useFormats()
  const wordOf = (word: string): string =>
    (DUE_OF as readonly string[]).includes(word) ? t(`notices.of.${word}`) : word
  return {
    one: ({ kind, word }: DeskNotice): string => t(`notices.kind.${kind}`, { word: wordOf(word) }),
    many: ({ kind, word, tickets }: NoticeGroup): string =>
      t(`notices.many.${kind}`, { count: number(tickets), word: wordOf(word) }),
  }
}
