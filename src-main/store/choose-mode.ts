/**
 * How a store's desks keep out of each other's way. `local`: a write-ahead log, fast, needs one machine's memory.
 * `shared`: a rollback journal and nothing kept in memory, slower, works over a file server whose locks hold.
 * The store says which in `meta`, because all its desks must agree.
 */
export type StoreMode = 'local' | 'shared'

export const isStoreMode = (text: string | undefined): text is StoreMode => text === 'local' || text === 'shared'

/**
 * The mode in which this desk must open. A file on a network is shared whatever it says of itself: it was moved there.
 * One on a local disk keeps what it says, since others may reach the same disk over the network.
 */
export const chooseMode = (place: { readonly network: boolean }, said: StoreMode | null): StoreMode =>
  place.network ? 'shared' : (said ?? 'local')
