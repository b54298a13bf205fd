import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { CategoryId, TicketId } from '@shared/kernel/ids'
import { type TestDesk, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let counter: Client
let categories: ReadonlyMap<string, CategoryId>
beforeEach(async () => {
  desk = await openTestDesk()
  counter = await desk.as('manager')
  categories = new Map(valueOf(await counter.settings.catalog({})).categories.map(({ name, id }) => [name, id]))
})
afterEach(() => desk.close())

const category = (name: string): CategoryId => {
  const id = categories.get(name)
  if (id === undefined) throw new Error(`${name}: ${[...categories.keys()].join(', ')}`)
  return id
}
const file = async (description: string, name: string | null): Promise<TicketId> =>
  valueOf(
    await counter.tickets.create({
      channel: 'phone',
      description,
      categoryId: name === null ? null : category(name),
    }),
  ).id
const proposed = async (text: string) => valueOf(await counter.proposals.category({ text })).proposal

describe('the desk that hears a report', () => {
  it('starts from the names of its categories, before anybody filed anything', async () => {
    expect((await proposed('caditoie intasate'))?.categoryId).toBe(category('Caditoie'))
    expect(await proposed('xyz qwerty')).toBeNull()
  })

  it('learns from what the office files, and from a category that it changes', async () => {
    await file('Cabina dell’enel con lo sportello aperto', 'Illuminazione')
    const wrong = await file('Cabina telefonica da togliere', 'Illuminazione')
    expect((await proposed('cabina telefonica'))?.categoryId).toBe(category('Illuminazione'))
    desk.at(Date.UTC(2026, 10, 23, 9) as never)
    valueOf(
      await counter.tickets.edit({
        id: wrong,
        base: { categoryId: category('Illuminazione') },
        changes: { categoryId: category('Arredo urbano') },
      }),
    )
    expect((await proposed('cabina telefonica'))?.categoryId).toBe(category('Arredo urbano'))
  })

  it('proposes for a ticket that came without one, and stays silent about a category out of use', async () => {
    const id = await file('Ci sono buche ovunque', null)
    expect(valueOf(await counter.proposals.categoryOfTicket({ id })).proposal?.categoryId).toBe(category('Buche'))
    const office = await desk.as('administrator')
    valueOf(
      await office.settings.editCategory({ id: category('Buche'), base: { active: true }, changes: { active: false } }),
    )
    expect((await proposed('una buca'))?.categoryId).not.toBe(category('Buche'))
  })
})
