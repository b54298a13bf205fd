import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { defaultSettings } from '@main/features/settings/defaults'
import { isWorkPending, workOnPending } from '@main/features/tickets/pending-work'
import { openStore } from '@main/store/open'
import { eventually } from '../../support/eventually'
import { type TestDesk, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let phone: Client
let administrator: Client

beforeEach(async () => {
  desk = await openTestDesk()
  phone = await desk.as('phone')
  administrator = await desk.as('administrator')
})
afterEach(async () => {
  await desk.close()
})

const file = async (subject: string, extra: object = {}) =>
  valueOf(await phone.tickets.create({ channel: 'phone', subject, ...extra })).id
const reporter = (name: string, value: string) => ({
  reporter: { kind: 'new', contact: { name, address: '', notes: '', identifiers: [{ kind: 'phone', value }] } },
})
const slower = () => {
  const { deadlines } = defaultSettings
  const times4 = <T extends { resolutionMinutes: number }>(budget: T): T => ({
    ...budget,
    resolutionMinutes: budget.resolutionMinutes * 4,
  })
  const { urgent, high, normal, low } = deadlines.byPriority
  const byPriority = { urgent: times4(urgent), high: times4(high), normal: times4(normal), low: times4(low) }
  return { key: 'deadlines', base: deadlines, value: { ...deadlines, byPriority } } as const
}

describe('a changed rule', () => {
  it('moves the deadlines of every open ticket, without anybody touching it', async () => {
    const ids = await Promise.all(Array.from({ length: 90 }, (_, index) => file(`Buca ${index}`)))
    const dueOf = async (id: (typeof ids)[number]) => valueOf(await phone.tickets.get({ id })).resolutionDue
    const [first, last] = [ids[0], ids.at(-1)]
    if (first === undefined || last === undefined) throw new Error('no tickets')
    const before = Number(await dueOf(first))
    valueOf(await administrator.settings.save(slower()))
    await eventually(
      'new deadlines',
      async () => Number(await dueOf(first)) > before && Number(await dueOf(last)) > before,
    )
  })

  it('is worked off in short writes, from where a killed desk left it', async () => {
    for (let index = 0; index < 90; index += 1) await file(`Buca ${index}`)
    await desk.engine.stop()
    const bare = valueOf(await openStore(desk.storePath))
    const left = () => bare.read((db) => db.selectFrom('pending_work').selectAll().executeTakeFirst())
    valueOf(
      await bare.write(async (db) => {
        await db
          .updateTable('settings')
          .set({ value: JSON.stringify(slower().value) })
          .where('key', '=', 'deadlines')
          .execute()
      }),
    )
    valueOf(await bare.write(workOnPending))
    const moved = async () =>
      valueOf(
        await bare.read((db) =>
          db
            .selectFrom('change_log')
            .select(({ fn }) => fn.countAll<number>().as('n'))
            .where('entity', '=', 'tickets')
            .where('op', '=', 'update')
            .executeTakeFirstOrThrow(),
        ),
      ).n
    const afterOne = await moved()
    expect(valueOf(await left())?.below_id).toBeLessThan(90)
    valueOf(await bare.write(workOnPending))
    expect((await moved()) - afterOne).toBe(40)
    valueOf(await bare.write(workOnPending))
    expect(valueOf(await bare.read(isWorkPending))).toBe(false)
    await bare.close()
  })
})

describe('a citizen who is corrected', () => {
  const found = async (text: string): Promise<number[]> => {
    const answer = valueOf(await phone.search.find({ text }))
    return [...answer.byText, ...answer.byPhone].map(({ id }) => id)
  }

  it('is found by the new name and number at once, and no more by the old ones', async () => {
    const id = await file('Buca in via Romana', reporter('Nadia Tognarini', '335 1397378'))
    const { contact } = valueOf(await phone.tickets.get({ id }))
    if (!contact) throw new Error('no citizen')
    valueOf(
      await phone.contacts.edit({
        id: contact.id,
        base: { name: contact.name, identifiers: contact.identifiers },
        changes: { name: 'Ornella Bianucci', identifiers: [{ kind: 'phone', value: '0583 935111' }] },
      }),
    )
    const inWords = async (text: string) =>
      valueOf(await phone.tickets.list({ filter: { view: 'all', text } })).rows.map((row) => row.id)
    expect(await inWords('bianucci')).toEqual([id])
    expect(await inWords('tognarini')).toEqual([])
    expect(await inWords('935111')).toEqual([id])
    expect(await found('3351397378')).toEqual([])
  })

  it('with more tickets than one write works off has the others found a moment later', async () => {
    const first = await file('Buca 0', reporter('Nadia Tognarini', '335 1397378'))
    const { contact } = valueOf(await phone.tickets.get({ id: first }))
    if (!contact) throw new Error('no citizen')
    for (let index = 1; index < 60; index += 1)
      await file(`Buca ${index}`, { reporter: { kind: 'known', contactId: contact.id } })
    valueOf(
      await phone.contacts.edit({
        id: contact.id,
        base: { name: contact.name },
        changes: { name: 'Ornella Bianucci' },
      }),
    )
    await eventually(
      'all found',
      async () => valueOf(await phone.tickets.list({ filter: { view: 'all', text: 'bianucci' } })).total === 60,
    )
  })
})
