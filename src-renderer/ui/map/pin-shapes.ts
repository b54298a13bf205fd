import type { Priority, TicketStatus } from '@shared/tickets/vocabulary'
import { STATUS_MARKS } from '@/ui/ticket/marks'

/** A round one, as a path. */
const disc = (x: number, y: number, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`

/**
 * The outline of each state in a box of 24 by 24, as a path: with the colours taken away a pin still says how its ticket
 * stands. Open work is round or angular, what waits for somebody else points, what is finished is cut out.
 */
export const PIN_OUTLINES: Readonly<Record<TicketStatus, string>> = {
  new: disc(12, 12, 8.5),
  accepted: 'M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3Z',
  assigned: 'M12 2.5 21.5 12 12 21.5 2.5 12Z',
  in_progress: 'M7.2 3.6h9.6L21.6 12l-4.8 8.4H7.2L2.4 12Z',
  done: 'M12 3 21.5 20H2.5Z',
  closed: 'M8.5 3h7v5.5H21v7h-5.5V21h-7v-5.5H3v-7h5.5Z',
  waiting: 'M2.5 4h19L12 21Z',
  forwarded: 'M3 4.5h10L21.5 12 13 19.5H3L8 12Z',
  merged: 'm6 3 6 6 6-6 3 3-6 6 6 6-3 3-6-6-6 6-3-3 6-6-6-6Z',
}

interface PinMark {
  readonly kind: 'mark' | 'line'
  readonly path: string
}

/** What lies inside the outline, so that the commonest states differ at a glance. */
export const PIN_MARKS: Readonly<Partial<Record<TicketStatus, PinMark>>> = {
  new: { kind: 'mark', path: disc(12, 12, 3) },
  in_progress: { kind: 'line', path: 'M8 12h8' },
  done: { kind: 'line', path: 'm8.5 14.5 2.6 2.6 4.6-5.2' },
  waiting: { kind: 'line', path: 'M10 7.5v5M14 7.5v5' },
}

/** The badge of an urgent ticket: its ground, and the sign on it. */
export const PIN_URGENT = { ground: disc(20, 4.5, 4.5), sign: 'M20 2v3M20 6.6v.2' } as const

/** The class that gives a pin its colour. */
export const pinTone = (status: TicketStatus): string => `map-pin-${STATUS_MARKS[status].color}`

/** The same colour by the name that the style sheet has for it: for what is painted. */
export const pinColour = (status: TicketStatus): string => {
  const { color } = STATUS_MARKS[status]
  return color === 'neutral' ? '--ui-text-muted' : `--ui-${color}`
}

/** Fixed texts only: nothing that a person typed is ever put into it. */
export const pinSvg = (status: TicketStatus, priority: Priority): string => {
  const mark = PIN_MARKS[status]
  return [
    '<svg viewBox="-1 -1 26 26" aria-hidden="true">',
    `<path d="${PIN_OUTLINES[status]}"/>`,
    mark ? `<path d="${mark.path}" class="map-${mark.kind}"/>` : '',
    priority === 'urgent'
      ? `<g class="map-urgent"><path d="${PIN_URGENT.ground}"/><path d="${PIN_URGENT.sign}" class="map-line"/></g>`
      : '',
    '</svg>',
  ].join('')
}
