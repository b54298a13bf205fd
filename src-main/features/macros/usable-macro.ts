import type { Channel } from '@shared/channels/channels'
import type { MacroFields } from '@shared/contract/macros'
import { refuse } from '@shared/kernel/app-error'
import { permissionsFor } from '@shared/macros/actions'
import { isMacroFor } from '@shared/macros/offered-macros'
import type { Kind, TicketStatus } from '@shared/tickets/vocabulary'
import { type Caller, mayCaller } from '@main/platform/caller'
import type { ReadDb } from '@main/store/handles'
import type { StoredTicket } from '../tickets/ticket-queries'
import { brokenSteps, macroById } from './macro-queries'
import type { StoredMacro } from './macro-rows'

/** A macro in use that this person may run on so many tickets; refuses `not_found`, `forbidden`, `steps_broken`. */
export const usableMacro = async (db: ReadDb, caller: Caller, id: number, tickets: number): Promise<StoredMacro> => {
  const macro = await macroById(db, id)
  if (macro === null || !macro.active) return refuse('not_found', { field: 'id' })
  const needs = [...permissionsFor(macro.actions), ...(tickets > 1 ? (['tickets.bulk'] as const) : [])]
  const missing = needs.find((permission) => !mayCaller(caller, permission))
  if (missing !== undefined) refuse('forbidden', { details: { needs: missing } })
  const [broken] = await brokenSteps(db, macro.actions)
  if (broken !== undefined) refuse('steps_broken', { field: 'id', details: { step: broken } })
  return macro
}

export const isForTicket = (
  macro: MacroFields,
  ticket: StoredTicket,
  pathOf: (categoryId: number) => readonly number[],
): boolean =>
  isMacroFor(macro, {
    categoryIds: ticket.category_id === null ? [] : pathOf(ticket.category_id),
    status: ticket.status as TicketStatus,
    channel: ticket.channel as Channel,
    kind: ticket.kind as Kind,
  })
