import { z } from 'zod'
import { bodyId, categoryId, crewId, entryId, ticketId } from '@shared/kernel/ids'
import { day } from '@shared/kernel/instant'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { OUTCOMES, WAITING_REASONS } from '@shared/tickets/vocabulary'
import { command, query } from './define'
import { priority, ticketRow } from './tickets'

/** As many as one call looks at; and as many as one write changes, so that other desks get their turn in between. */
export const BULK_LOOK = 1000
export const BULK_WRITE = 100
/** The longest list that whoever may not export prints: a day's work, not the archive. */
export const PAPER_LIST = 200

const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), to: z.enum(['accepted', 'in_progress', 'done']) }),
  z.object({ kind: z.literal('wait'), until: day, reason: z.enum(WAITING_REASONS) }),
  z.object({ kind: z.literal('close'), outcome: z.enum(OUTCOMES) }),
  z.object({ kind: z.literal('crew'), crewId: crewId.nullable() }),
  z.object({ kind: z.literal('category'), categoryId: categoryId.nullable() }),
  z.object({ kind: z.literal('priority'), priority }),
])

/** A ticket that stays as it is, and why. */
export const bulkLeft = z.object({ id: ticketId, number: z.string(), code: z.enum(ERROR_CODES) })
export type BulkLeft = z.output<typeof bulkLeft>

export const bulkStep = z.object({ id: ticketId, entryId })
export type BulkStep = z.output<typeof bulkStep>

export const some = (max: number) => z.array(ticketId).min(1).max(max)

/** One change for many tickets: looked at first, then written in pieces, each ticket by its own rule. */
export const bulk = {
  /** What the change would do, in the order asked for; nothing is written. Ids that are gone are left out. */
  preview: query(
    z.object({ ids: some(BULK_LOOK), change }),
    z.object({
      fit: z.array(ticketId),
      /** The first of them, to be shown by name. */
      sample: z.array(z.object({ id: ticketId, number: z.string(), subject: z.string(), placeText: z.string() })),
      /** So already: neither changed nor refused. */
      same: z.number().int(),
      left: z.array(bulkLeft),
      /** Planned visits that the change takes off the crews' board. */
      visitsOff: z.number().int(),
      /** Of `fit`, those that the citizen has no official answer to. */
      unanswered: z.number().int(),
    }),
    { needs: 'tickets.bulk' },
  ),
  /** Each ticket's own step and timeline entry, in one write; `steps` are the ways back, for `undo`. */
  apply: command(
    z.object({ ids: some(BULK_WRITE), change }),
    z.object({ steps: z.array(bulkStep), left: z.array(bulkLeft) }),
    { needs: 'tickets.bulk', audit: { plain: ['change'] } },
  ),
  /** Takes such steps back, as `tickets.undoStep` does one; what was changed again meanwhile stays and is named. */
  undo: command(
    z.object({ steps: z.array(bulkStep).min(1).max(BULK_WRITE) }),
    z.object({ undone: z.number().int(), left: z.array(bulkLeft) }),
    { needs: 'tickets.bulk' },
  ),
  /**
   * Rows for a printed list, in the order asked for, each with the words and the number to call. So many as one works
   * through by hand are for everybody who reads them on screen; more than `PAPER_LIST` leave the office as an export does,
   * and need `exports.run`.
   */
  sheet: query(
    z.object({ ids: some(BULK_LOOK) }),
    z.object({
      rows: z.array(ticketRow.extend({ description: z.string(), phone: z.string(), bodyId: bodyId.nullable() })),
    }),
    { needs: 'contacts.read', touchesPerson: true },
  ),
}
