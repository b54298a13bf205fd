import type { Channel } from '@shared/channels/channels'
import type { Outcome, Priority, TicketStatus } from '@shared/tickets/vocabulary'

/** The colours of the kit that a mark may take. */
export type MarkColor = 'primary' | 'success' | 'info' | 'warning' | 'error' | 'neutral'

export interface Mark {
  readonly icon: string
  readonly color: MarkColor
}

// Every mark differs in shape too: nothing is told by colour alone.

export const STATUS_MARKS: Readonly<Record<TicketStatus, Mark>> = {
  new: { icon: 'i-lucide-circle-dot', color: 'primary' },
  accepted: { icon: 'i-lucide-eye', color: 'info' },
  assigned: { icon: 'i-lucide-users', color: 'info' },
  in_progress: { icon: 'i-lucide-hammer', color: 'info' },
  done: { icon: 'i-lucide-check', color: 'success' },
  closed: { icon: 'i-lucide-archive', color: 'neutral' },
  waiting: { icon: 'i-lucide-pause', color: 'warning' },
  forwarded: { icon: 'i-lucide-forward', color: 'warning' },
  merged: { icon: 'i-lucide-merge', color: 'neutral' },
}

export const OUTCOME_ICONS: Readonly<Record<Outcome, string>> = {
  resolved: 'i-lucide-badge-check',
  handled_by_body: 'i-lucide-building-2',
  not_competent: 'i-lucide-route-off',
  duplicate: 'i-lucide-copy',
  not_feasible: 'i-lucide-ban',
  planned_works: 'i-lucide-calendar-clock',
  not_found: 'i-lucide-search-x',
  withdrawn: 'i-lucide-undo-2',
}

export const PRIORITY_MARKS: Readonly<Record<Priority, Mark>> = {
  low: { icon: 'i-lucide-chevron-down', color: 'neutral' },
  normal: { icon: 'i-lucide-equal', color: 'neutral' },
  high: { icon: 'i-lucide-chevron-up', color: 'warning' },
  urgent: { icon: 'i-lucide-chevrons-up', color: 'error' },
}

export const CHANNEL_ICONS: Readonly<Record<Channel, string>> = {
  counter: 'i-lucide-user-round',
  phone: 'i-lucide-phone',
  email: 'i-lucide-mail',
  pec: 'i-lucide-mail-check',
  whatsapp: 'i-lucide-message-circle',
  crew: 'i-lucide-hard-hat',
  platform: 'i-lucide-globe',
}
