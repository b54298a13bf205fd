import type { TimelineEntry } from '@shared/contract/tickets'

/** What may make an answer wrong: words, steps, plans, and fields such as who the citizen is. */
const STOPPING: ReadonlySet<TimelineEntry['kind']> = new Set([
  'message',
  'note',
  'fields',
  'status',
  'assigned',
  'planned',
  'visit',
  'reopened',
  'merged',
  'split',
])

export interface NewsFacts {
  readonly id: number
  readonly kind: TimelineEntry['kind']
  /** Null for the citizen and for what the desk did by itself. */
  readonly actorId: number | null
  /** Of the entry's message; null when it has none. */
  readonly purpose: string | null
}

/** Whether an entry is news to somebody who last looked at `seenEntryId` and is about to answer. */
export const isNewsTo = (entry: NewsFacts, writerId: number, seenEntryId: number): boolean =>
  entry.id > seenEntryId &&
  STOPPING.has(entry.kind) &&
  entry.actorId !== writerId &&
  // What the desk writes by itself tells nobody anything.
  entry.purpose !== 'acknowledgement' &&
  entry.purpose !== 'step' &&
  entry.purpose !== 'follow_up'
