import type { Selectable } from 'kysely'
import { NOTIFIED, TRIGGERS } from '@shared/automations/automation'
import { type AutomationFields, type AutomationRun, RUN_OUTCOMES, automationFields } from '@shared/contract/automations'
import type { AutomationId, TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { ACTION_STEPS, NO_ACTIONS } from '@shared/macros/actions'
import { z } from 'zod'
import type { Tables } from '@main/store/tables'

const conditions = automationFields.omit({
  name: true,
  trigger: true,
  actions: true,
  notify: true,
  stops: true,
  active: true,
})
const { actions } = automationFields.shape

export type StoredAutomation = AutomationFields & { readonly id: AutomationId }

const NEVER: z.output<typeof conditions> = {
  toStatuses: [],
  channels: [],
  categoryIds: [],
  districtIds: [],
  kinds: [],
  priorities: [],
  words: [],
  hours: 'any',
  senders: [],
  citizen: 'any',
}
const trigger = z.enum(TRIGGERS)
const notify = z.enum(NOTIFIED)

/** A rule that another version wrote, and this one cannot read, is asked about nothing. */
export const toAutomation = (row: Selectable<Tables['automations']>): StoredAutomation => {
  const event = trigger.safeParse(row.event)
  const when = conditions.safeParse(JSON.parse(row.conditions))
  const what = actions.safeParse(JSON.parse(row.actions))
  const whom = notify.safeParse(row.notify)
  const isRead = event.success && when.success && what.success && whom.success
  return {
    id: row.id as AutomationId,
    name: row.name,
    trigger: event.data ?? 'created',
    ...(when.data ?? NEVER),
    actions: what.data ?? NO_ACTIONS,
    notify: whom.data ?? 'nobody',
    stops: row.stops === 1,
    active: isRead && row.active === 1,
  }
}

export const toAutomationRow = (fields: AutomationFields) => ({
  name: fields.name,
  event: fields.trigger,
  conditions: JSON.stringify(conditions.parse(fields)),
  actions: JSON.stringify(fields.actions),
  notify: fields.notify,
  stops: fields.stops ? 1 : 0,
  active: fields.active ? 1 : 0,
})

const step = z.enum(ACTION_STEPS)
const steps = z.array(step).catch([])
const yielded = z.array(z.object({ step, to: z.string() })).catch([])

export const toRun = (row: Selectable<Tables['automation_runs']> & { readonly number: string }): AutomationRun => ({
  id: row.id,
  automationId: row.automation_id as AutomationId,
  name: row.name,
  ticketId: row.ticket_id as TicketId,
  number: row.number,
  trigger: trigger.catch('created').parse(row.event),
  at: asInstant(row.at),
  outcome: z.enum(RUN_OUTCOMES).catch('failed').parse(row.outcome),
  steps: steps.parse(JSON.parse(row.steps)),
  yielded: yielded.parse(JSON.parse(row.yielded)),
  code: row.code,
  unsent: row.unsent,
  notified: row.notified,
})
