import type { TicketMessage } from '@shared/contract/tickets'

export interface MessageLook {
  /** A key of `timeline.message`. */
  readonly title:
    | 'in'
    | 'automatic'
    | 'reply'
    | 'official'
    | 'acknowledgement'
    | 'step'
    | 'follow_up'
    | 'letter'
    | 'reminder'
    | 'body_answer'
  readonly icon: string
  readonly frame: string
}

/** Each kind of message has its own title, sign and frame: who speaks is seen before a word is read. */
export const messageLook = (message: TicketMessage): MessageLook => {
  if (message.isAutomatic) return { title: 'automatic', icon: 'i-lucide-bot', frame: 'border-default bg-elevated' }
  if (message.purpose === 'body_answer')
    return { title: 'body_answer', icon: 'i-lucide-landmark', frame: 'border-info/60 bg-default' }
  if (message.purpose === 'letter' || message.purpose === 'reminder')
    return { title: message.purpose, icon: 'i-lucide-forward', frame: 'border-info/60 bg-elevated' }
  if (message.direction === 'in')
    return { title: 'in', icon: 'i-lucide-message-square-text', frame: 'border-default bg-default' }
  if (message.purpose === 'official')
    return { title: 'official', icon: 'i-lucide-stamp', frame: 'border-success bg-(--desk-official)' }
  if (message.purpose === 'acknowledgement')
    return { title: 'acknowledgement', icon: 'i-lucide-mail-check', frame: 'border-default bg-elevated' }
  if (message.purpose === 'step')
    return { title: 'step', icon: 'i-lucide-mail-check', frame: 'border-default bg-elevated' }
  if (message.purpose === 'follow_up')
    return { title: 'follow_up', icon: 'i-lucide-message-circle-question-mark', frame: 'border-default bg-elevated' }
  return { title: 'reply', icon: 'i-lucide-reply', frame: 'border-primary/50 bg-(--desk-row-active)' }
}

type State = TicketMessage['state']

/** States that a person must know of; the others are quiet. */
export const STATE_ALARMS: Partial<
  Record<State, { readonly icon: string; readonly color: 'error' | 'warning' | 'neutral' }>
> = {
  held: { icon: 'i-lucide-hourglass', color: 'neutral' },
  queued: { icon: 'i-lucide-clock', color: 'neutral' },
  sending: { icon: 'i-lucide-send', color: 'neutral' },
  failed: { icon: 'i-lucide-circle-x', color: 'error' },
  uncertain: { icon: 'i-lucide-circle-help', color: 'warning' },
  undelivered: { icon: 'i-lucide-mail-x', color: 'warning' },
  withdrawn: { icon: 'i-lucide-undo-2', color: 'neutral' },
}
