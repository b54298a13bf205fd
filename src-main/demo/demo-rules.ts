import type { AutomationFields } from '@shared/contract/automations'
import { MINUTE_MS, type Instant, DAY_MS } from '@shared/kernel/instant'
import type { CategoryId } from '@shared/kernel/ids'
import { NO_ACTIONS } from '@shared/macros/actions'
import { insertAutomation } from '@main/features/automations/save-automation'
import { managersOf } from '@main/features/notices/tell-people'
import { writeEntry } from '@main/features/tickets/write-entry'
import type { WriteDb } from '@main/store/handles'
import type { DemoTown } from './demo-town'

const RULE: Omit<AutomationFields, 'name'> = {
  trigger: 'created',
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
  actions: NO_ACTIONS,
  notify: 'nobody',
  stops: false,
  active: true,
}
/** Days of which the log tells, and how many rows of a rule. */
const TOLD_DAYS = 20
const MOST_RUNS = 8

/** Two rules as an office has them, and what they did of late. */
export const fillRules = async (db: WriteDb, town: DemoTown, now: Instant): Promise<void> => {
  const lamps = (town.categories.get('illuminazione') ?? 0) as CategoryId
  const lighting = await insertAutomation(db, {
    ...RULE,
    name: 'Lampioni: categoria da sola',
    words: ['lampion', 'luce spenta', 'punto luce'],
    actions: { ...NO_ACTIONS, categoryId: lamps },
  })
  const complaints = await insertAutomation(db, {
    ...RULE,
    name: 'Reclami: subito ai responsabili',
    kinds: ['complaint'],
    actions: { ...NO_ACTIONS, priority: 'high' },
    notify: 'managers',
  })
  const managers = await managersOf(db)
  const recent = db
    .selectFrom('tickets')
    .select(['id', 'created_at'])
    .where('created_at', '>', now - TOLD_DAYS * DAY_MS)
  const lit = await recent.where('category_id', '=', lamps).orderBy('id', 'desc').limit(MOST_RUNS).execute()
  const cross = await recent.where('kind', '=', 'complaint').orderBy('id', 'desc').limit(MOST_RUNS).execute()
  const runs = [
    ...lit.map((ticket) => ({ ticket, id: lighting, name: 'Lampioni: categoria da sola', step: 'category', told: 0 })),
    ...cross.map((ticket) => ({
      ticket,
      id: complaints,
      name: 'Reclami: subito ai responsabili',
      step: 'priority',
      told: managers.length,
    })),
  ].toSorted((a, b) => a.ticket.created_at - b.ticket.created_at)
  for (const { ticket, id, name, step, told } of runs) {
    const at = Math.min(ticket.created_at + MINUTE_MS / 30, now)
    await db
      .insertInto('automation_runs')
      .values({
        automation_id: id,
        name,
        ticket_id: ticket.id,
        event: 'created',
        at,
        outcome: 'done',
        steps: JSON.stringify([step]),
        code: null,
        unsent: null,
        notified: told,
      })
      .execute()
    const data = { rule: name, steps: [step], ...(told > 0 ? { notified: told } : {}) }
    await writeEntry(db, { ticketId: ticket.id, at, kind: 'rule', actor: null, data })
  }
}
