import { z } from 'zod'
import { NOTIFIED, TRIGGERS } from '@shared/automations/automation'
import { CHANNELS } from '@shared/channels/channels'
import { RULE_HOURS } from '@shared/competence/rule'
import { automationId, categoryId, districtId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { ACTION_STEPS } from '@shared/macros/actions'
import { KINDS, PRIORITIES, TICKET_STATUSES } from '@shared/tickets/vocabulary'
import { command, query } from './define'
import { actions } from './macros'

export const automationFields = z.object({
  name: z.string().trim().min(1).max(80),
  trigger: z.enum(TRIGGERS),
  toStatuses: z.array(z.enum(TICKET_STATUSES)).max(TICKET_STATUSES.length),
  channels: z.array(z.enum(CHANNELS)).max(CHANNELS.length),
  categoryIds: z.array(categoryId).max(200),
  districtIds: z.array(districtId).max(200),
  kinds: z.array(z.enum(KINDS)).max(KINDS.length),
  priorities: z.array(z.enum(PRIORITIES)).max(PRIORITIES.length),
  words: z.array(z.string().trim().min(2).max(60)).max(100),
  hours: z.enum(RULE_HOURS),
  senders: z.array(z.string().trim().min(3).max(200)).max(100),
  citizen: z.enum(['any', 'known', 'anonymous']),
  /** Without a state and without whoever runs it: nobody does. An answer leaves by itself. */
  actions,
  notify: z.enum(NOTIFIED),
  stops: z.boolean(),
  active: z.boolean(),
})
export type AutomationFields = z.output<typeof automationFields>

export const RUN_OUTCOMES = ['done', 'same', 'refused', 'capped', 'failed'] as const

export const automation = automationFields.extend({
  id: automationId,
  /** Another rule that makes it void, by its name; null for none. */
  clash: z.object({ kind: z.enum(['contradicts', 'never_reached']), name: z.string() }).nullable(),
  broken: z.array(z.enum(['category', 'owner', 'crew', 'answer'])),
  /** How often it did something in the last thirty days, and when last. */
  runs: z.number().int(),
  lastAt: instant.nullable(),
})
export type AutomationRow = z.output<typeof automation>

const steps = z.array(z.enum(ACTION_STEPS))
export const automationRun = z.object({
  id: z.number().int(),
  automationId,
  name: z.string(),
  ticketId,
  number: z.string(),
  trigger: z.enum(TRIGGERS),
  at: instant,
  outcome: z.enum(RUN_OUTCOMES),
  steps,
  /** Steps that an earlier rule had decided, and its name. */
  yielded: z.array(z.object({ step: z.enum(ACTION_STEPS), to: z.string() })),
  /** Why it was refused; null when it was not. */
  code: z.string().nullable(),
  /** Why its answer did not leave. */
  unsent: z.string().nullable(),
  notified: z.number().int(),
})
export type AutomationRun = z.output<typeof automationRun>

export const automations = {
  /** In the order in which they are asked. */
  list: query(z.object({}), z.object({ rules: z.array(automation) }), { needs: 'settings.read' }),
  /** Refuses `steps_missing`, `steps_clash`, `steps_broken`, `name_taken` and `automations_contradict` (with the other's name). */
  create: command(automationFields, z.object({ id: automationId }), { needs: 'routines.manage' }),
  edit: command(
    z.object({ id: automationId, base: automationFields.partial(), changes: automationFields.partial() }),
    z.object({}),
    { needs: 'routines.manage' },
  ),
  /** One place up or down in the order. */
  move: command(z.object({ id: automationId, by: z.union([z.literal(1), z.literal(-1)]) }), z.object({}), {
    needs: 'routines.manage',
  }),
  remove: command(z.object({ id: automationId }), z.object({}), { needs: 'routines.manage' }),
  /** What the rules did, newest first; one rule's when `id` names it. `before` goes on from there. */
  log: query(
    z.object({
      id: automationId.nullable().default(null),
      before: z.number().int().nullable().default(null),
      limit: z.number().int().min(1).max(100).default(50),
    }),
    z.object({ runs: z.array(automationRun), more: z.boolean() }),
    { needs: 'settings.read', audit: { as: 'none' } },
  ),
  /**
   * What a rule would have done to the last thirty-one days' events, with the tickets as they are today; nothing is
   * written. One call looks at a piece; `next` is where the next one begins, null at the end.
   */
  trial: query(
    z.object({ id: automationId.nullable(), fields: automationFields, from: z.number().int().min(0).default(0) }),
    z.object({
      looked: z.number().int(),
      /** Of all that there are to look at, at most as many as are looked at in all. */
      total: z.number().int(),
      next: z.number().int().nullable(),
      /** Those that it would have changed. */
      hits: z.array(
        z.object({
          ticketId,
          number: z.string(),
          subject: z.string(),
          at: instant,
          steps,
          notifies: z.boolean(),
          yielded: automationRun.shape.yielded,
          code: z.string().nullable(),
        }),
      ),
      /** Events that would have set it off, had a rule before not stopped there. */
      stopped: z.number().int(),
      /** Set off, and already so. */
      same: z.number().int(),
    }),
    { needs: 'routines.manage' },
  ),
}
