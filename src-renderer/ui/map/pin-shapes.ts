import type { Priority, TicketStatus } from '@shared/tickets/vocabulary'
import { STATUS_MARKS } from '@/ui/ticket/marks'

/**
 * The outline of each state in a box of 24 by 24: with the colours taken away a pin still says how its ticket stands.
 * Open work is round or angular, what waits for somebody else points, what is finished is cut out.
 */
const OUTLINES: Readonly<Record<TicketStatus, string>> = {
  new: '<circle cx="12" cy="12" r="8.5"/>',
  accepted: '<rect x="4" y="4" width="16" height="16" rx="3"/>',
  assigned: '<path d="M12 2.5 21.5 12 12 21.5 2.5 12Z"/>',
  in_progress: '<path d="M7.2 3.6h9.6L21.6 12l-4.8 8.4H7.2L2.4 12Z"/>',
  done: '<path d="M12 3 21.5 20H2.5Z"/>',
  closed: '<path d="M8.5 3h7v5.5H21v7h-5.5V21h-7v-5.5H3v-7h5.5Z"/>',
  waiting: '<path d="M2.5 4h19L12 21Z"/>',
  forwarded: '<path d="M3 4.5h10L21.5 12 13 19.5H3L8 12Z"/>',
  merged: '<path d="m6 3 6 6 6-6 3 3-6 6 6 6-3 3-6-6-6 6-3-3 6-6-6-6Z"/>',
}

/** What lies inside the outline, so that the commonest states differ at a glance. */
const MARKS: Readonly<Partial<Record<TicketStatus, string>>> = {
  new: '<circle cx="12" cy="12" r="3" class="map-mark"/>',
  in_progress: '<path d="M8 12h8" class="map-line"/>',
  done: '<path d="m8.5 14.5 2.6 2.6 4.6-5.2" class="map-line"/>',
  waiting: '<path d="M10 7.5v5M14 7.5v5" class="map-line"/>',
}

const URGENT =
  '<g class="map-urgent"><circle cx="20" cy="4.5" r="4.5"/><path d="M20 2v3M20 6.6v.2" class="map-line"/></g>'

/** The class that gives a pin its colour. */
export const pinTone = (status: TicketStatus): string => `map-pin-${STATUS_MARKS[status].color}`

/** Fixed texts only: nothing that a person typed is ever put into it. */
export const pinSvg = (status: TicketStatus, priority: Priority): string =>
  `<svg viewBox="-1 -1 26 26" aria-hidden="true">${OUTLINES[status]}${MARKS[status] ?? ''}${priority === 'urgent' ? URGENT : ''}</svg>`
