import type { FeatureHandlers } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { addNote, markRead } from './add-note'
import { assignTicket } from './assign-ticket'
import { changeStatus } from './change-status'
import { countViews } from './count-queries'
import { createTicket } from './create-ticket'
import { ticketDetail } from './detail-queries'
import { editTicket } from './edit-ticket'
import { filterFacts } from './filter-facts'
import { makeReceipt } from '../receipt/make-receipt'
import { receiptOf } from './receipt-queries'
import { ticketIds, ticketPage } from './ticket-queries'
import { ticketTimeline } from './timeline-queries'
import { undoStep } from './undo-step'

export const ticketHandlers = (parts: FeatureParts): FeatureHandlers<typeof tickets, Caller> => ({
  list: (caller, input) =>
    parts.current.store.read(async (db) => {
      const { rows, total } = await ticketPage(db, input, await filterFacts(db, parts, signedIn(caller)))
      return { rows: [...rows], total }
    }),
  counts: (caller) =>
    parts.current.store.read(async (db) => countViews(db, await filterFacts(db, parts, signedIn(caller)))),
  ids: (caller, input) =>
    parts.current.store.read(async (db) => ({
      ids: await ticketIds(db, input, await filterFacts(db, parts, signedIn(caller))),
    })),
  get: (_caller, { id }) =>
    parts.current.store.read(async (db) => (await ticketDetail(db, id, parts.clock.now())) ?? refuse('not_found')),
  timeline: (_caller, { id }) => parts.current.store.read(async (db) => ({ entries: await ticketTimeline(db, id) })),
  create: (caller, input) => createTicket(parts, signedIn(caller), input),
  edit: (caller, input) => editTicket(parts, signedIn(caller), input),
  changeStatus: (caller, input) => changeStatus(parts, signedIn(caller), input),
  undoStep: (caller, input) => undoStep(parts, signedIn(caller), input),
  assign: (caller, input) => assignTicket(parts, signedIn(caller), input),
  addNote: (caller, input) => addNote(parts, signedIn(caller), input),
  markRead: (_caller, { id }) => markRead(parts, id),
  receiptFile: (_caller, input) => makeReceipt(parts, input),
  receipt: (_caller, { id }) =>
    parts.current.store.read(async (db) => (await receiptOf(db, id, parts.clock.now())) ?? refuse('not_found')),
})
