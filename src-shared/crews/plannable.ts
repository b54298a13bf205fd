import type { TicketStatus } from '../tickets/vocabulary'

/** Whether a crew may be sent: not to what is closed or merged, and not to what lies with another body. */
const isPlannable = (status: TicketStatus): boolean =>
  status !== 'closed' && status !== 'merged' && status !== 'forwarded'

/** Of several at once finished work too stays as it is: only when a person chose it alone it goes back to a crew. */
export const isPlannableOf = (status: TicketStatus, alone: boolean): boolean =>
  isPlannable(status) && (status !== 'done' || alone)
