import type { View } from '@shared/contract/tickets'

export interface QueueView {
  readonly view: View
  readonly icon: string
  /** Anything in it is late: its count is drawn as a warning. */
  readonly alarm: boolean
}

/** The views at the left of the queue, in their order. */
export const QUEUE_VIEWS: readonly QueueView[] = [
  { view: 'open', icon: 'i-lucide-inbox', alarm: false },
  { view: 'new', icon: 'i-lucide-circle-dot', alarm: false },
  { view: 'to_assign', icon: 'i-lucide-user-round-plus', alarm: false },
  { view: 'mine', icon: 'i-lucide-user-round', alarm: false },
  { view: 'due_soon', icon: 'i-lucide-alarm-clock', alarm: false },
  { view: 'overdue', icon: 'i-lucide-alarm-clock-off', alarm: true },
  { view: 'waiting', icon: 'i-lucide-pause', alarm: false },
  { view: 'forwarded', icon: 'i-lucide-forward', alarm: false },
  { view: 'to_answer', icon: 'i-lucide-message-square-reply', alarm: false },
  { view: 'closed', icon: 'i-lucide-archive', alarm: false },
  { view: 'all', icon: 'i-lucide-layers', alarm: false },
]
