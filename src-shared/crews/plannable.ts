import type { TicketStatus } from '../tickets/vocabulary'

/** Whether a crew may be sent: not to what is closed or merged, and not to what lies with another body. */
export const isPlannable = (status: TicketStatus): boolean =>
  status !== 'closed' && status !== 'merged' && status !== 'forwarded'
