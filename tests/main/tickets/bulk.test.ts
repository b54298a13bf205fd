import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { PAPER_LIST } from '@shared/contract/bulk'
import type { CategoryId, CrewId, TicketId } from '@shared/kernel/ids'
import { MINUTE_MS, asDay, asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let giorgio: Client

beforeEach(async () => {
  desk = await openTestDesk()
  giorgio = await desk.as('manager')
})
afterEach(() => desk.close())

const report = async (subject: string): Promise<TicketId> =>
  valueOf(await giorgio.tickets.create({ channel: 'phone', subject })).id
const get = async (id: TicketId) => valueOf(await giorgio.tickets.get({ id }))
const close = async (id: TicketId): Promise<void> => {
  valueOf(await giorgio.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'resolved' }))
}
const crewOf = async (name: string): Promise<CrewId> =>
  valueOf(
    await giorgio.crews.create({
      name,
      color: '#0066cc',
      vehicle: '',
      capacityVisits: 8,
      capacityMinutes: 420,
      active: true,
      members: [],
      ...{ skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
    }),
  ).id

describe('one change for many tickets', () => {
  it('says before what it does, what is so already and what stays out, and writes just that', async () => {
    const [lamp, hole, taken, closed] = [
      await report('Lampione'),
      await report('Buca'),
      await report('Presa'),
      await report('Chiusa'),
    ]
    valueOf(await giorgio.tickets.changeStatus({ id: taken, base: 'new', to: 'accepted' }))
    await close(closed)
    const ids = [hole, closed, taken, lamp]
    const change = { kind: 'status', to: 'accepted' } as const
    const preview = valueOf(await giorgio.bulk.preview({ ids, change }))
    expect(preview).toMatchObject({ fit: [hole, lamp], same: 1, left: [{ id: closed, code: 'ticket_closed' }] })
    expect(preview.sample.map(({ subject }) => subject)).toEqual(['Buca', 'Lampione'])
    expect((await get(hole)).status).toBe('new')

    const done = valueOf(await giorgio.bulk.apply({ ids, change }))
    expect(done.steps.map(({ id }) => id)).toEqual([hole, lamp])
    expect(done.left).toMatchObject([{ id: closed, code: 'ticket_closed' }])
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual([
      'accepted',
      'closed',
      'accepted',
      'accepted',
    ])
  })

  it('takes state, crew, category and priority back to what each ticket had', async () => {
    const [lamp, hole] = [await report('Lampione'), await report('Buca')]
    const crewId = await crewOf('Rossi')
    const { categories } = valueOf(await giorgio.settings.catalog({}))
    const [first, second] = categories.map(({ id }) => id) as [CategoryId, CategoryId]
    valueOf(
      await giorgio.tickets.edit({
        id: lamp,
        base: { categoryId: null, priority: 'normal' },
        changes: { categoryId: first, priority: 'high' },
      }),
    )
    valueOf(await giorgio.tickets.changeStatus({ id: hole, base: 'new', to: 'accepted' }))
    const before = [await get(lamp), await get(hole)]
    const ids = [lamp, hole]
    for (const change of [
      { kind: 'crew', crewId },
      { kind: 'wait', until: asDay('2027-03-01'), reason: 'material' },
      { kind: 'close', outcome: 'not_found' },
      { kind: 'category', categoryId: second },
      { kind: 'priority', priority: 'low' },
    ] as const) {
      const { steps } = valueOf(await giorgio.bulk.apply({ ids, change }))
      expect(steps).toHaveLength(2)
      expect(valueOf(await giorgio.bulk.undo({ steps }))).toEqual({ undone: 2, left: [] })
      const now = [await get(lamp), await get(hole)]
      const told = ({ status, crewId: crew, categoryId, priority, dueAt, outcome }: (typeof now)[number]) => ({
        status,
        crew,
        categoryId,
        priority,
        dueAt,
        outcome,
      })
      expect(now.map(told)).toEqual(before.map(told))
    }
  })

  it('leaves what somebody changed again meanwhile, names it, and takes the others back', async () => {
    const [lamp, hole] = [await report('Lampione'), await report('Buca')]
    const high = valueOf(
      await giorgio.bulk.apply({ ids: [lamp, hole], change: { kind: 'priority', priority: 'high' } }),
    )
    valueOf(await giorgio.tickets.edit({ id: hole, base: { priority: 'high' }, changes: { priority: 'urgent' } }))
    expect(valueOf(await giorgio.bulk.undo({ steps: high.steps }))).toMatchObject({
      undone: 1,
      left: [{ id: hole, code: 'undo_expired' }],
    })
    expect([(await get(lamp)).priority, (await get(hole)).priority]).toEqual(['normal', 'urgent'])

    const taken = valueOf(await giorgio.bulk.apply({ ids: [lamp], change: { kind: 'status', to: 'accepted' } }))
    desk.at(asInstant(MONDAY_MORNING + 2 * MINUTE_MS))
    expect(valueOf(await giorgio.bulk.undo({ steps: taken.steps }))).toMatchObject({ undone: 0 })
    expect((await get(lamp)).status).toBe('accepted')
  })

  it('asks of each change what it asks for one ticket, and refuses a crew that is not there as a whole', async () => {
    const lamp = await report('Lampione')
    const elena = await desk.as('mail')
    const maria = await desk.as('counter')
    expect(codeOf(await maria.bulk.apply({ ids: [lamp], change: { kind: 'priority', priority: 'high' } }))).toBe(
      'forbidden',
    )
    expect(codeOf(await elena.bulk.apply({ ids: [lamp], change: { kind: 'crew', crewId: null } }))).toBe('forbidden')
    expect(codeOf(await giorgio.bulk.apply({ ids: [lamp], change: { kind: 'crew', crewId: 99 as CrewId } }))).toBe(
      'not_found',
    )
    expect((await get(lamp)).status).toBe('new')
  })

  it('lets a list out only to whoever may take lists out', async () => {
    const id = await report('Lampione')
    expect(valueOf(await giorgio.bulk.sheet({ ids: [id] })).rows).toMatchObject([{ id }])
    // A clerk prints a day's work; a list as long as an archive leaves as an export does.
    const clerk = await desk.as('counter')
    expect(valueOf(await clerk.bulk.sheet({ ids: [id] })).rows).toMatchObject([{ id }])
    const many = Array.from({ length: PAPER_LIST + 1 }, (_, at) => (at + 1) as TicketId)
    expect(codeOf(await clerk.bulk.sheet({ ids: many }))).toBe('forbidden')
    expect(codeOf(await giorgio.bulk.sheet({ ids: many }))).toBe('ok')
  })

  it('warns of visits that leave the board and of citizens without an answer, before closing', async () => {
    const lamp = await report('Lampione')
    const crewId = await crewOf('Rossi')
    valueOf(await giorgio.crews.plan({ ticketIds: [lamp], crewId, day: asDay('2027-03-01') }))
    expect(
      valueOf(await giorgio.bulk.preview({ ids: [lamp], change: { kind: 'close', outcome: 'resolved' } })),
    ).toMatchObject({ fit: [lamp], visitsOff: 1, unanswered: 1 })
  })
})

describe('a plan taken back', () => {
  it('leaves no visit, and each ticket in the state and with the crew that it had', async () => {
    const [fresh, waiting, given] = [await report('Nuova'), await report('In attesa'), await report('Data')]
    const [rossi, verdi] = [await crewOf('Rossi'), await crewOf('Verdi')]
    valueOf(
      await giorgio.tickets.changeStatus({
        id: waiting,
        base: 'new',
        to: 'waiting',
        waitingUntil: asDay('2027-02-01'),
        waitingReason: 'weather',
      }),
    )
    valueOf(await giorgio.tickets.assign({ id: given, base: null, crewId: verdi }))
    const ids = [fresh, waiting, given]
    const { steps } = valueOf(await giorgio.crews.plan({ ticketIds: ids, crewId: rossi, day: asDay('2027-03-01') }))
    expect((await get(given)).crewId).toBe(rossi)
    expect(valueOf(await giorgio.crews.undoPlan({ steps }))).toEqual({ undone: 3, left: [] })
    expect(await Promise.all(ids.map(async (id) => (await get(id)).status))).toEqual(['new', 'waiting', 'assigned'])
    expect(await get(waiting)).toMatchObject({ waitingUntil: '2027-02-01', waitingReason: 'weather' })
    expect((await get(given)).crewId).toBe(verdi)
    const { visits } = valueOf(await giorgio.crews.board({ from: asDay('2027-03-01'), days: 1 }))
    expect(visits).toEqual([])
  })
})
