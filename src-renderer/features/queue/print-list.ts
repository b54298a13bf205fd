import type { TicketId } from '@shared/kernel/ids'

const KEY = 'queue.printList'

/** What to print, for the page that prints it: a reload of that page still finds it. */
export const keepPrintList = (ids: readonly number[]): void => sessionStorage.setItem(KEY, JSON.stringify(ids))

export const printList = (): readonly TicketId[] => {
  const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]')
  return Array.isArray(kept) ? kept.filter((id): id is TicketId => Number.isInteger(id)) : []
}
