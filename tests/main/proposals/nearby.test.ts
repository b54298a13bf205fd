import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { CategoryId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let office: Client
let categories: ReadonlyMap<string, CategoryId>
beforeEach(async () => {
  desk = await openTestDesk()
  office = await desk.as('manager')
  categories = new Map(valueOf(await office.settings.catalog({})).categories.map(({ name, id }) => [name, id]))
})
afterEach(() => desk.close())

const LAMP = { lat: 43.8433, lon: 10.5612 }
/** Metres to the north of the lamp. */
const north = (metres: number) => ({ lat: LAMP.lat + metres / 111_195, lon: LAMP.lon })
const categoryOf = (name: string | null): CategoryId | null => (name === null ? null : (categories.get(name) ?? null))
const place = (text: string, point: { lat: number; lon: number } | null) => ({
  text,
  districtId: null,
  lat: point?.lat ?? null,
  lon: point?.lon ?? null,
  precision: point === null ? ('street' as const) : ('point' as const),
})
const report = (text: string, category: string | null, where: ReturnType<typeof place>, name = '') => ({
  channel: 'phone' as const,
  description: text,
  categoryId: categoryOf(category),
  place: where,
  ...(name === ''
    ? {}
    : { reporter: { kind: 'new' as const, contact: { name, address: '', notes: '', identifiers: [] } } }),
})
const file = async (...rest: Parameters<typeof report>): Promise<TicketId> =>
  valueOf(await office.tickets.create(report(...rest))).id
const near = async (text: string, category: string | null, where: ReturnType<typeof place>) =>
  valueOf(await office.proposals.nearby({ text, categoryId: categoryOf(category), place: where })).tickets

describe('a report that is being typed', () => {
  it('meets the open one nearby that says the same, with how far it is', async () => {
    const lamp = await file('Lampione spento davanti alla scuola', 'Illuminazione', place('Via Romana 15', LAMP))
    await file('Buca profonda', 'Buche', place('Via Romana 15', LAMP))
    await file('Lampione spento', 'Illuminazione', place('Via del Brennero', north(2000)))
    const found = await near('il lampione è spento', 'Illuminazione', place('Via Romana 17', north(40)))
    expect(found.map(({ id, metres, reporters }) => [id, metres, reporters])).toEqual([[lamp, 40, 1]])
  })

  it('meets one without a point in the same street, and none where the office turned it off', async () => {
    const lamp = await file('Lampione spento', 'Illuminazione', place('V. Romana', null))
    const typed = place('via romana 12', null)
    expect(
      (await near('lampione spento', 'Illuminazione', typed)).map(({ id, sameStreet }) => [id, sameStreet]),
    ).toEqual([[lamp, true]])
    const chief = await desk.as('administrator')
    const id = categories.get('Illuminazione') as CategoryId
    const radius =
      valueOf(await chief.settings.catalog({})).categories.find((one) => one.id === id)?.duplicateRadius ?? 0
    valueOf(
      await chief.settings.editCategory({ id, base: { duplicateRadius: radius }, changes: { duplicateRadius: 0 } }),
    )
    expect(await near('lampione spento', 'Illuminazione', typed)).toEqual([])
  })

  it('does not meet what is closed, nor what is forgotten and said in other words', async () => {
    await file('Palo inclinato', 'Illuminazione', place('Via Romana 15', north(200)))
    desk.at(asInstant(MONDAY_MORNING + 200 * DAY_MS))
    office = await desk.as('manager')
    expect(await near('manca la luce', null, place('Via Romana 1', LAMP))).toEqual([])
  })
})

describe('joining', () => {
  const joined = async (masterId: TicketId, name: string, key?: string) =>
    office.relations.join({
      ...report('Anche per me il lampione è spento', 'Illuminazione', place('Via Romana 17', north(40)), name),
      masterId,
      ...(key === undefined ? {} : { key }),
    })

  it('gives the citizen a number of their own, and the ticket one more to tell', async () => {
    const lamp = await file('Lampione spento', 'Illuminazione', place('Via Romana 15', LAMP), 'Anna Neri')
    const first = valueOf(await joined(lamp, 'Bruno Bianchi'))
    expect(first).toMatchObject({ master: { id: lamp }, reporters: 2 })
    expect(valueOf(await joined(lamp, 'Carla Verdi')).reporters).toBe(3)
    expect(valueOf(await office.tickets.get({ id: first.id }))).toMatchObject({ status: 'merged', masterId: lamp })
    const { merged } = valueOf(await office.relations.of({ ticketId: lamp }))
    expect(merged.map(({ contactName }) => contactName)).toEqual(['Bruno Bianchi', 'Carla Verdi'])
    const [shown] = await near('lampione spento', 'Illuminazione', place('Via Romana 15', LAMP))
    expect(shown).toMatchObject({ id: lamp, reporters: 3 })
  })

  it('happens once, however often the line breaks', async () => {
    const lamp = await file('Lampione spento', 'Illuminazione', place('Via Romana 15', LAMP))
    const once = valueOf(await joined(lamp, 'Bruno Bianchi', 'chiave-di-prova'))
    expect(valueOf(await joined(lamp, 'Bruno Bianchi', 'chiave-di-prova'))).toEqual(once)
    expect(valueOf(await office.relations.of({ ticketId: lamp })).merged).toHaveLength(1)
  })

  it('is refused where nobody works any more, and nothing is filed', async () => {
    const lamp = await file('Lampione spento', 'Illuminazione', place('Via Romana 15', LAMP))
    valueOf(await office.tickets.changeStatus({ id: lamp, base: 'new', to: 'closed', outcome: 'withdrawn' }))
    const before = valueOf(await office.tickets.list({ filter: { view: 'all' } })).total
    expect(codeOf(await joined(lamp, 'Bruno Bianchi'))).toBe('ticket_closed')
    expect(codeOf(await joined(999 as TicketId, 'Bruno Bianchi'))).toBe('not_found')
    expect(valueOf(await office.tickets.list({ filter: { view: 'all' } })).total).toBe(before)
  })
})
