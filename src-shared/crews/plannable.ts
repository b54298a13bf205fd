import type { TicketStatus } from '../tickets/vocabulary'

/** Whether a crew may be sent: not to what is closed or merged, and not to what lies with another body. */
export const isPlannable = (status: TicketStatus): boolean =>
  status !== 'closed' && status !== 'merged' && status !== 'forwarded'

/** Of several at once finished work too stays as it is: only chosen by itself it goes back to a crew. */
export const isPlannableOf = (status: TicketStatus, chosen: number): boolean =>
  isPlannable(status) && (status !== 'done' || chosen === 1)
