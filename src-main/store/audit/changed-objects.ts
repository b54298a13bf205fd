/** A row of the change log, as one transaction left it. */
export interface LoggedChange {
  readonly entity: string
  readonly id: number
}

export interface ChangedObject {
  readonly entity: string | null
  /** Null: more of them than are worth a row each, `count` says how many. */
  readonly id: number | null
  readonly count: number
}

/** A transaction that touches more of one kind is an import: one row with their number. */
const OBJECTS_KEPT: Readonly<Record<string, number>> = { tickets: 1000, contacts: 1000 }
const OTHERS_KEPT = 20

/**
 * What one transaction changed, each object once and tickets first: a timeline entry, a message and a visit are told as
 * their ticket's, since that is the number that a person asks for.
 */
export const changedObjects = (
  logged: readonly LoggedChange[],
  ticketOf: (entity: string, id: number) => number | null,
): ChangedObject[] => {
  const byEntity = new Map<string, Set<number>>()
  const add = (entity: string, id: number): void => {
    const known = byEntity.get(entity)
    if (known) known.add(id)
    else byEntity.set(entity, new Set([id]))
  }
  for (const { entity, id } of logged) {
    // Who has a ticket on screen comes and goes with every click: that they looked is told as a look.
    if (entity === 'presence') continue
    if (entity === 'timeline') add('tickets', id)
    else if (entity === 'visits' || entity === 'outbox') {
      const ticket = ticketOf(entity, id)
      // A message that no longer is has left its mark in the timeline of its ticket.
      if (ticket !== null) add('tickets', ticket)
      else if (entity === 'visits') add(entity, id)
    } else add(entity, id)
  }
  return [...byEntity]
    .toSorted(([a], [b]) => Number(b === 'tickets') - Number(a === 'tickets'))
    .flatMap(([entity, ids]): ChangedObject[] =>
      ids.size > (OBJECTS_KEPT[entity] ?? OTHERS_KEPT)
        ? [{ entity, id: null, count: ids.size }]
        : [...ids].map((id) => ({ entity, id: id === 0 ? null : id, count: 1 })),
    )
}
