import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@shared/accounts/permissions'
import type { Client } from '@shared/contract'
import type { ReminderSettings } from '@shared/contract/reminder-settings'
import type { TicketId, UserId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, asInstant } from '@shared/kernel/instant'
import { NO_ACTIONS } from '@shared/macros/actions'
import { forgetMarks } from '@main/features/deadlines/forget-marks'
import { automationsRound } from '@main/jobs/automations-job'
import { deadlinesRound } from '@main/jobs/deadlines-job'
import { type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let giorgio: Client
let admin: Client

beforeEach(async () => {
  desk = await openTestDesk({ host: 'cli' })
  giorgio = await desk.as('manager')
  admin = await desk.as('administrator')
})
afterEach(() => desk.close())

const parts = () => ({
  current: desk.engine.current,
  clock: desk.engine.clock,
  logger: desk.engine.logger,
  random: (size: number) => new Uint8Array(size).fill(7),
})
const look = (): Promise<void> => deadlinesRound(parts(), () => false)
const report = async (): Promise<TicketId> =>
  valueOf(await giorgio.tickets.create({ channel: 'phone', subject: 'Buca' })).id
const dueOf = async (id: TicketId): Promise<Instant> => {
  const { dueAt } = valueOf(await giorgio.tickets.get({ id }))
  if (dueAt === null) throw new Error('no deadline')
  return dueAt
}
/** Days go by here: whoever looks signs in anew. */
const noticesOf = async (role: Role) => valueOf(await (await desk.as(role)).notices.mine({})).notices.toReversed()
const ticketNow = async (id: TicketId) => valueOf(await (await desk.as('manager')).tickets.get({ id }))
const timelineNow = async (id: TicketId) => valueOf(await (await desk.as('manager')).tickets.timeline({ id })).entries
const switchOn = async (over: Partial<ReminderSettings> = {}): Promise<void> => {
  const { reminders: base } = valueOf(await admin.settings.all({}))
  valueOf(await admin.settings.save({ key: 'reminders', base, value: { ...base, on: true, ...over } }))
}
const ownerOf = async (id: TicketId, username: string): Promise<void> => {
  const { users } = valueOf(await giorgio.accounts.names({}))
  const owner = users.find(({ displayName }) => displayName === `Utente ${username}`)?.id as UserId
  valueOf(await giorgio.tickets.edit({ id, base: { ownerId: null }, changes: { ownerId: owner } }))
}

describe('reminders of deadlines', () => {
  it('are off as they ship', async () => {
    const id = await report()
    desk.at(asInstant((await dueOf(id)) + MINUTE_MS))
    await look()
    expect(await noticesOf('manager')).toEqual([])
  })

  it('tell the one in charge, or the managers, before and after; each once, in office hours', async () => {
    await switchOn({ soonMinutes: 60, steps: [] })
    const [mine, nobodys] = [await report(), await report()]
    await ownerOf(mine, 'phone')
    const due = await dueOf(mine)
    desk.at(asInstant(due - 10 * MINUTE_MS))
    await Promise.all([look(), look()])
    await look()
    expect((await noticesOf('phone')).map(({ ticketId, kind, word }) => [ticketId, kind, word])).toEqual([
      [mine, 'due_soon', 'first_answer'],
    ])
    expect((await noticesOf('manager')).map(({ ticketId, kind }) => [ticketId, kind])).toEqual([[nobodys, 'due_soon']])

    // The clock strikes while nobody is there: it is said when the office opens.
    desk.at(asInstant(due + 12 * HOUR_MS))
    await look()
    expect(await noticesOf('phone')).toHaveLength(1)
    desk.at(asInstant(due + DAY_MS - 10 * MINUTE_MS))
    await look()
    await look()
    expect((await noticesOf('phone')).map(({ kind }) => kind)).toEqual(['due_soon', 'overdue'])
    const entries = await timelineNow(mine)
    expect(entries.filter(({ kind }) => kind === 'deadline')).toMatchObject([{ data: { to: 'overdue' } }])
  })

  it('say many of one kind in one line, which is seen as one; the others stay', async () => {
    await switchOn({ soonMinutes: 60, steps: [] })
    const ids = [await report(), await report(), await report(), await report()]
    await ownerOf(ids[3] as TicketId, 'phone')
    desk.at(asInstant((await dueOf(ids[0] as TicketId)) - 10 * MINUTE_MS))
    await look()
    const manager = await desk.as('manager')
    const told = valueOf(await manager.notices.mine({}))
    expect(told.notices).toHaveLength(3)
    expect(told).toMatchObject({ unseen: 1, groups: [{ kind: 'due_soon', word: 'first_answer', tickets: 3 }] })
    const upTo = told.groups[0]?.upTo ?? 0
    const named = valueOf(await manager.notices.tickets({ kind: 'due_soon', word: 'first_answer', upTo }))
    expect(named.ids.toSorted()).toEqual(ids.slice(0, 3).toSorted())
    // Not a fourth that is due as soon, and those alone whatever became of them.
    const listed = await manager.tickets.list({ filter: { view: 'all', ids: named.ids } })
    expect(
      valueOf(listed)
        .rows.map(({ id }) => id)
        .toSorted(),
    ).toEqual(named.ids.toSorted())
    // What is said of one ticket alone is no group.
    expect(valueOf(await (await desk.as('phone')).notices.mine({}))).toMatchObject({ unseen: 1, groups: [] })

    valueOf(
      await manager.notices.seen({ upTo: told.groups[0]?.upTo ?? 0, only: { kind: 'overdue', word: 'first_answer' } }),
    )
    expect(valueOf(await manager.notices.mine({})).unseen).toBe(1)
    valueOf(
      await manager.notices.seen({ upTo: told.groups[0]?.upTo ?? 0, only: { kind: 'due_soon', word: 'first_answer' } }),
    )
    expect(valueOf(await manager.notices.mine({}))).toEqual({ notices: [], groups: [], unseen: 0 })
    expect(valueOf(await manager.notices.tickets({ kind: 'due_soon', word: 'first_answer', upTo })).ids).toEqual([])
    expect(valueOf(await (await desk.as('phone')).notices.mine({})).unseen).toBe(1)
  })

  it('escalate step by step: the managers hear, then the priority rises, and the nearer deadline begins nothing anew', async () => {
    await switchOn({
      soonMinutes: 0,
      steps: [
        { afterMinutes: 60, tellManagers: true, raisePriority: false },
        { afterMinutes: 180, tellManagers: false, raisePriority: true },
      ],
    })
    const id = await report()
    await ownerOf(id, 'phone')
    const due = await dueOf(id)
    desk.at(asInstant(due))
    await look()
    expect(await noticesOf('manager')).toEqual([])
    desk.at(asInstant(due + DAY_MS))
    await look()
    expect((await noticesOf('manager')).map(({ kind }) => kind)).toEqual(['escalated'])
    expect((await ticketNow(id)).priority).toBe('high')
    await look()
    expect((await ticketNow(id)).priority).toBe('high')
    expect(await noticesOf('manager')).toHaveLength(1)
  })

  it('say nothing of a ticket that waits, nor of what went by long before anybody wanted to hear', async () => {
    const [waits, old] = [await report(), await report()]
    valueOf(
      await giorgio.tickets.changeStatus({
        id: waits,
        base: 'new',
        to: 'waiting',
        waitingUntil: '2027-02-01' as never,
        waitingReason: 'citizen',
      }),
    )
    const due = await dueOf(old)
    await switchOn()
    desk.at(asInstant(due + 14 * DAY_MS))
    await look()
    expect(await noticesOf('manager')).toEqual([])
    const preview = await (
      await desk.as('manager')
    ).deadlines.previewReminders({
      reminders: { on: true, soonMinutes: 60, tellOwner: true, steps: [] },
    })
    expect(valueOf(preview)).toMatchObject({ soon: 0, overdue: 0 })
  })

  it('set off the rules that wait for a deadline, also where the office wants no reminders', async () => {
    valueOf(
      await giorgio.automations.create({
        name: 'Scaduta',
        trigger: 'overdue',
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
        actions: { ...NO_ACTIONS, note: 'Guardare subito' },
        notify: 'nobody',
        stops: false,
        active: true,
      }),
    )
    const id = await report()
    desk.at(await dueOf(id))
    await look()
    await automationsRound(parts(), () => false)
    expect((await timelineNow(id)).map(({ kind }) => kind)).toEqual(['created', 'note', 'rule'])
    expect(await noticesOf('manager')).toEqual([])
  })

  it('are forgotten a year later, but for what was said of a ticket that is still open', async () => {
    await switchOn({ soonMinutes: 60, steps: [] })
    const [open, closed] = [await report(), await report()]
    const due = await dueOf(closed)
    desk.at(asInstant(due + HOUR_MS))
    await look()
    const marks = async (): Promise<number[]> => {
      const rows = await desk.engine.current.store.read((db) =>
        db.selectFrom('deadline_marks').select('ticket_id').orderBy('ticket_id').execute(),
      )
      return valueOf(rows).map((row) => row.ticket_id)
    }
    const said = await marks()
    expect(said).toContain(open)
    expect(said).toContain(closed)
    const forget = (at: Instant): Promise<unknown> => desk.engine.current.store.write((db) => forgetMarks(db, at))
    await desk.engine.current.store.write((db) =>
      db.updateTable('tickets').set({ status: 'closed', is_open: 0 }).where('id', '=', closed).execute(),
    )
    await forget(asInstant(due + 300 * DAY_MS))
    expect(await marks()).toEqual(said)
    await forget(asInstant(due + 400 * DAY_MS))
    expect(await marks()).toEqual(said.filter((id) => id !== closed))
  })

  it('are the administrator’s to set', async () => {
    const { reminders: base } = valueOf(await admin.settings.all({}))
    expect(codeOf(await giorgio.settings.save({ key: 'reminders', base, value: { ...base, on: true } }))).toBe(
      'forbidden',
    )
  })
})
