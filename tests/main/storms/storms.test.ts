import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CategoryId, StormId, TicketId } from '@shared/kernel/ids'
import { HOUR_MS, asInstant } from '@shared/kernel/instant'
import { createTicketInput, ticketFilter } from '@shared/contract/tickets'
import { freshQuery } from '@main/features/storms/storm-queries'
import { stormHandlers } from '@main/features/storms/handlers'
import { createTicket } from '@main/features/tickets/create-ticket'
import { openTicket } from '@main/features/tickets/open-ticket'
import { countTickets, ticketRowsOf } from '@main/features/tickets/ticket-queries'
import { signedIn } from '@main/platform/caller'
import { secureRandom } from '@main/platform/random'
import { type CrewDesk, NOW, must, openCrewDesk } from '../crews/crew-desk'

const facts = { now: NOW, userId: 1, zone: 'Europe/Rome' }

describe('many alike reports in a short time', () => {
  let desk: CrewDesk
  let storms: ReturnType<typeof stormHandlers>
  let gullies: CategoryId
  let lighting: CategoryId

  const category = async (name: string): Promise<CategoryId> =>
    must(
      await desk.store.read((db) =>
        db.selectFrom('categories').select('id').where('key', '=', name).executeTakeFirstOrThrow(),
      ),
    ).id as CategoryId
  const report = async (categoryId: CategoryId | null, hoursAgo: number, lat = 43.85): Promise<TicketId> =>
    must(
      await desk.store.write((db) =>
        openTicket(db, secureRandom, {
          ...{ channel: 'phone', kind: 'report', subject: 'Caditoia intasata', description: '', priority: null },
          categoryId,
          place: { text: 'Via Romana', districtId: null, lat, lon: 10.57, precision: 'address' },
          ...{ contactId: null, actor: null, unread: false },
          at: asInstant(NOW - hoursAgo * HOUR_MS),
        }),
      ),
    ).id
  const flood = async (count: number, hoursAgo = 2): Promise<TicketId[]> => {
    const ids: TicketId[] = []
    for (let index = 0; index < count; index += 1) ids.push(await report(gullies, hoursAgo + index / 60))
    return ids
  }
  const look = async () => must(await storms.look(desk.maria, {}))
  const dissolve = async (id: StormId): Promise<void> => {
    must(await storms.dissolve(desk.maria, { id }))
  }

  beforeAll(async () => {
    desk = await openCrewDesk()
    storms = stormHandlers(desk.parts)
    gullies = await category('caditoie')
    lighting = await category('illuminazione')
  })
  afterAll(() => desk.close())

  it('are proposed as one event, taken up by a person, and each stays a ticket of its own', async () => {
    await flood(7)
    await report(lighting, 1)
    expect((await look()).proposals).toEqual([])
    // One under the category above is as good.
    await report(await category('acqua'), 1)
    const [proposal] = (await look()).proposals
    expect(proposal?.ticketIds).toHaveLength(8)
    const ids = (proposal?.ticketIds ?? []) as TicketId[]

    const id = must(await storms.open(desk.maria, { name: 'Temporale', ticketIds: ids, key: undefined })).id as StormId
    expect((await look()).proposals).toEqual([])
    const storm = must(await storms.get(desk.maria, { id }))
    expect(storm).toMatchObject({ name: 'Temporale', openedBy: 'Maria', closedAt: null })
    expect(new Set(storm.tickets.map(({ number }) => number)).size).toBe(8)
    expect((await desk.entries(ids[0] as TicketId)).at(-1)).toMatchObject({
      kind: 'fields',
      data: { field: 'storm', from: '', to: 'Temporale' },
    })
    const filter = ticketFilter.parse({ stormId: id })
    expect(must(await desk.store.read((db) => countTickets(db, filter, facts)))).toBe(8)
    await dissolve(id)
    expect((await look()).proposals).toMatchObject([{ ticketIds: ids }])
    must(await storms.dismiss(desk.maria, { ticketIds: ids }))
    expect((await look()).proposals).toEqual([])
    must(await storms.recall(desk.maria, { ticketIds: ids }))
    expect((await look()).proposals).toHaveLength(1)
    must(await storms.dismiss(desk.maria, { ticketIds: ids }))
  })

  it('that come later are offered to the open event, never joined by themselves; those taken out are asked no more', async () => {
    const ids = await flood(8, 3)
    const id = must(await storms.open(desk.maria, { name: 'Bomba d’acqua', ticketIds: ids, key: undefined }))
      .id as StormId
    const late = await report(gullies, 0)
    const elsewhere = await report(gullies, 0, 43.93)
    expect((await look()).open).toMatchObject([{ id, count: 8, alike: [late] }])
    expect(must(await storms.ofTicket(desk.maria, { id: late }))).toMatchObject({ storm: null, offer: { id } })
    expect(must(await storms.ofTicket(desk.maria, { id: elsewhere })).offer).toBeNull()
    const join = { id, ticketIds: [late, ids[0] as TicketId] }
    expect(must(await storms.join(desk.maria, join)).ticketIds).toEqual([late])
    expect(must(await storms.ofTicket(desk.maria, { id: late })).storm).toMatchObject({ id, count: 9, isOpen: true })
    must(await storms.takeOut(desk.maria, { id, ticketIds: [late] }))
    expect((await look()).open).toMatchObject([{ count: 8, alike: [] }])
    // Of another event already: named, nothing half done.
    const again = await storms.open(desk.maria, {
      name: 'Altro',
      ticketIds: [late, ids[0] as TicketId],
      key: undefined,
    })
    expect(again).toMatchObject({ ok: false, error: { code: 'conflict', current: { ticketIds: [ids[0]] } } })
    expect(must(await storms.ofTicket(desk.maria, { id: late })).storm).toBeNull()

    must(await storms.close(desk.maria, { id }))
    expect((await look()).open).toEqual([])
    expect(await storms.join(desk.maria, join)).toMatchObject({ ok: false, error: { code: 'storm_closed' } })
    must(await storms.reopen(desk.maria, { id }))
    expect(must(await storms.join(desk.maria, join)).ticketIds).toEqual([late])
    await dissolve(id)
    must(await storms.dismiss(desk.maria, { ticketIds: [...ids, late, elsewhere] }))
  })

  it('is recognised while one more is typed, joined in the same save, and no more once it has ended', async () => {
    const me = signedIn(desk.maria)
    const ids = await flood(3)
    const id = must(await storms.open(desk.maria, { name: 'Temporale', ticketIds: ids, key: undefined })).id as StormId
    const here = { categoryId: await category('acqua'), districtId: null, lat: 43.85, lon: 10.57 }
    const offered = async (change: Partial<typeof here> = {}) =>
      must(await storms.covering(desk.maria, { ...here, ...change })).offer
    expect(await offered()).toEqual({ id, name: 'Temporale', count: 3 })
    expect(await offered({ lat: 43.93 })).toBeNull()
    expect(await offered({ lat: null as never, lon: null as never })).toBeNull()
    expect(await offered({ categoryId: lighting })).toBeNull()
    expect(await offered({ categoryId: null as never })).toBeNull()

    const input = createTicketInput.parse({
      ...{ channel: 'phone', description: 'Acqua in strada', categoryId: gullies, storm: id },
      place: { text: 'Via Romana', districtId: null, lat: 43.85, lon: 10.57, precision: 'address' },
    })
    const ticket = must(await createTicket(desk.parts, me, input))
    expect(must(await storms.ofTicket(desk.maria, { id: ticket.id })).storm).toMatchObject({ id, count: 4 })
    expect((await look()).open).toMatchObject([{ count: 4, alike: [] }])

    must(await storms.close(desk.maria, { id }))
    expect(await offered()).toBeNull()
    const count = () => desk.store.read((db) => countTickets(db, ticketFilter.parse({ view: 'all' }), facts))
    const before = must(await count())
    const refused = { ok: false, error: { code: 'storm_closed', field: 'storm' } }
    expect(await createTicket(desk.parts, me, input)).toMatchObject(refused)
    await dissolve(id)
    expect(await createTicket(desk.parts, me, input)).toMatchObject(refused)
    expect(must(await count()), 'nothing is written by halves').toEqual(before)
    must(await storms.dismiss(desk.maria, { ticketIds: [...ids, ticket.id] }))
  })

  it('two desks that name it at once: the second one is told what the first one wrote', async () => {
    const ids = await flood(3)
    const id = must(await storms.open(desk.maria, { name: 'A', ticketIds: ids, key: undefined })).id as StormId
    must(await storms.rename(desk.maria, { id, base: 'A', name: 'B' }))
    expect(await storms.rename(desk.maria, { id, base: 'A', name: 'C' })).toMatchObject({
      ok: false,
      error: { code: 'conflict', current: { name: 'B' } },
    })
    await dissolve(id)
  })

  it('counts what was merged into another ticket no more', async () => {
    const ids = await flood(3)
    const id = must(await storms.open(desk.maria, { name: 'Unita', ticketIds: ids, key: undefined })).id as StormId
    const [first, second] = ids as [TicketId, TicketId]
    must(
      await desk.store.write(async (db) => {
        await db.updateTable('tickets').set({ status: 'merged', master_id: first }).where('id', '=', second).execute()
      }),
    )
    expect((await look()).open.find((one) => one.id === id)?.count).toBe(2)
    expect(must(await storms.get(desk.maria, { id })).tickets.map((one) => one.id)).not.toContain(second)
    expect(must(await storms.ofTicket(desk.maria, { id: first })).storm).toMatchObject({ count: 2 })
    // The queue's own rows name it.
    const named = async () =>
      must(await desk.store.read((db) => ticketRowsOf(db, [first, second]))).map(({ storm }) => storm)
    expect(await named()).toEqual(['Unita', 'Unita'])
    await dissolve(id)
    expect(await named()).toEqual(['', ''])
  })

  it('are found by the index of arrivals, whatever the size of the store', async () => {
    const plan = must(
      await desk.store.read((db) => freshQuery(db, NOW).explain<{ detail: string }>(undefined, sql`query plan`)),
    )
      .map(({ detail }) => detail)
      .join('\n')
    expect(plan).toContain('USING INDEX tickets_created (created_at>?')
    expect(plan).not.toContain('SCAN')
  })
})
