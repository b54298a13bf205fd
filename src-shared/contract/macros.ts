import { z } from 'zod'
import { PERMISSIONS } from '@shared/accounts/permissions'
import { CHANNELS } from '@shared/channels/channels'
import { answerId, categoryId, crewId, macroId, userId } from '@shared/kernel/ids'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { day } from '@shared/kernel/instant'
import { ACTION_STEPS } from '@shared/macros/actions'
import { KINDS, OUTCOMES, PRIORITIES, TICKET_STATUSES, WAITING_REASONS } from '@shared/tickets/vocabulary'
import { BULK_LOOK, BULK_WRITE, bulkLeft, bulkStep, some } from './bulk'
import { command, query } from './define'
import { messages } from './messages'

/** What is done to one ticket: see macros/actions. */
export const actions = z.object({
  categoryId: categoryId.nullable(),
  priority: z.enum(PRIORITIES).nullable(),
  owner: z.union([z.literal('me'), userId]).nullable(),
  crew: z.union([z.literal('proposed'), crewId]).nullable(),
  visitMinutes: z.number().int().min(5).max(1440).nullable(),
  note: z.string().trim().max(5000),
  answer: z.object({ answerId, official: z.boolean(), send: z.boolean() }).nullable(),
  state: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('status'), to: z.enum(['accepted', 'in_progress', 'done']) }),
      z.object({ kind: z.literal('wait'), days: z.number().int().min(0).max(365), reason: z.enum(WAITING_REASONS) }),
      z.object({ kind: z.literal('close'), outcome: z.enum(OUTCOMES) }),
    ])
    .nullable(),
})

export const macroFields = z.object({
  name: z.string().trim().min(1).max(80),
  categoryIds: z.array(categoryId).max(200),
  statuses: z.array(z.enum(TICKET_STATUSES)).max(TICKET_STATUSES.length),
  channels: z.array(z.enum(CHANNELS)).max(CHANNELS.length),
  kinds: z.array(z.enum(KINDS)).max(KINDS.length),
  actions,
  /** Afterwards the next ticket of the list is shown. */
  thenNext: z.boolean(),
  active: z.boolean(),
})
export type MacroFields = z.output<typeof macroFields>

/** What a step names and that is not there any more, or was put aside. */
export const BROKEN_STEPS = ['category', 'owner', 'crew', 'answer'] as const

export const macro = macroFields.extend({
  id: macroId,
  /** What it needs of whoever runs it. */
  needs: z.array(z.enum(PERMISSIONS)),
  broken: z.array(z.enum(BROKEN_STEPS)),
})
export type Macro = z.output<typeof macro>

/** Which step of a macro a ticket stays out for; null: the macro is not for it. */
export const macroLeft = bulkLeft.extend({ step: z.enum(ACTION_STEPS).nullable(), code: z.enum(ERROR_CODES) })
export type MacroLeft = z.output<typeof macroLeft>

const stepWords = z.object({
  step: z.enum(ACTION_STEPS),
  verdict: z.enum(['fit', 'same']),
  /** Names and codes before and after, as the step has them; empty for none. */
  from: z.string(),
  to: z.string(),
  /** Of a visit, and of waiting. */
  day: day.nullable(),
})

const ran = z.object({
  steps: z.array(bulkStep),
  left: z.array(macroLeft),
  same: z.number().int(),
})

export const macros = {
  /** In the office's order, the inactive ones too. */
  list: query(z.object({}), z.object({ macros: z.array(macro) }), { needs: 'session' }),
  /** Refuses `steps_missing`, `steps_clash`, `steps_broken` and `name_taken`. */
  create: command(macroFields, z.object({ id: macroId }), { needs: 'routines.manage' }),
  edit: command(z.object({ id: macroId, base: macroFields.partial(), changes: macroFields.partial() }), z.object({}), {
    needs: 'routines.manage',
  }),
  /** One place up or down in the order. */
  move: command(z.object({ id: macroId, by: z.union([z.literal(1), z.literal(-1)]) }), z.object({}), {
    needs: 'routines.manage',
  }),
  remove: command(z.object({ id: macroId }), z.object({}), { needs: 'routines.manage' }),
  /** Adds the macros that ship and are not there (by name). */
  addShipped: command(z.object({}), z.object({ added: z.number().int() }), { needs: 'routines.manage' }),
  /** What it would do, ticket by ticket; nothing is written. `forbidden` names the permission that is missing. */
  preview: query(
    z.object({ id: macroId, ticketIds: some(BULK_LOOK) }),
    z.object({
      fit: z.array(bulkStep.shape.id),
      same: z.number().int(),
      left: z.array(macroLeft),
      visitsOff: z.number().int(),
      /** The first of `fit`, step by step. */
      sample: z.array(
        z.object({
          id: bulkStep.shape.id,
          number: z.string(),
          subject: z.string(),
          placeText: z.string(),
          steps: z.array(stepWords),
        }),
      ),
      /** The answer to the first of them, as its citizen will read it; null where there is none. */
      answer: z
        .object({ to: z.array(z.string()), text: z.string(), official: z.boolean(), send: z.boolean() })
        .nullable(),
      note: z.string(),
    }),
    { needs: 'tickets.edit', touchesPerson: true },
  ),
  /**
   * All the steps of a ticket in one write, or none of them: what cannot be is left as it is and named. `steps` are the
   * ways back, for `undo`. `seenEntryId` is the last timeline entry that was seen of a single ticket, as in `messages.reply`.
   */
  run: command(
    z.object({
      id: macroId,
      ticketIds: some(BULK_WRITE),
      seenEntryId: messages.reply.input.shape.seenEntryId.nullable().default(null),
    }),
    ran,
    { needs: 'tickets.edit' },
  ),
  /**
   * Takes runs back: state, fields, crew and visits as they were, a mail that has not left, a draft nobody touched. What
   * went on since, or whose mail has left, stays and is named. A note stays: nobody removes entries.
   */
  undo: command(
    z.object({ steps: z.array(bulkStep).min(1).max(BULK_WRITE) }),
    z.object({ undone: z.number().int(), left: z.array(bulkLeft) }),
    { needs: 'tickets.edit' },
  ),
}
