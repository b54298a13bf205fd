import type { Store } from '@main/store/store'

export interface TrayCounts {
  /** Open tickets with something that nobody has read. */
  readonly unread: number
  readonly overdue: number
}

/** Two short ranges of an index; null when the store does not answer. */
export const trayCountsOf = async (store: Store, now: number): Promise<TrayCounts | null> => {
  const counts = await store.read(async (db) => {
    const open = db
      .selectFrom('tickets')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('is_open', '=', 1)
    return {
      unread: (await open.where('unread', '=', 1).executeTakeFirstOrThrow()).n,
      overdue: (await open.where('due_sort', '<=', now).executeTakeFirstOrThrow()).n,
    }
  })
  return counts.ok ? counts.value : null
}
