import type { TicketFilter } from '../contract/tickets'

const narrows = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0
  if (typeof value === 'boolean') return value
  return typeof value === 'string' ? value.trim() !== '' : value !== null && value !== undefined
}

/**
 * Whether anything but its view narrows a filter. Every part counts, also one that a later program adds: a count that
 * took a narrowed filter for a bare view would be answered from the kept counters, and be wrong.
 */
export const isNarrowed = ({ view: _view, ...rest }: TicketFilter): boolean => Object.values(rest).some(narrows)
