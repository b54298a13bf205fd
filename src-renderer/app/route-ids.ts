import type { TicketId } from '@shared/kernel/ids'

/** A ticket's id out of an address; null for anything that cannot be one. */
export const asTicketId = (text: string | readonly string[] | undefined): TicketId | null => {
  const value = typeof text === 'string' ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) && value > 0 ? (value as TicketId) : null
}
