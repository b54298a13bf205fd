import type { QuarantineView } from '@shared/contract/mail'

/** The icon of each view, also of its empty state. */
export const VIEW_LOOKS: Readonly<Record<QuarantineView, string>> = {
  waiting: 'i-lucide-mail-warning',
  dismissed: 'i-lucide-archive-x',
  automatic: 'i-lucide-bot',
  resolved: 'i-lucide-mail-check',
}
