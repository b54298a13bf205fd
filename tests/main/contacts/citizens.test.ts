import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { ContactId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { asSystem } from '@main/store/audit/acting'
import { contactForAddress } from '@main/features/contacts/contact-for-address'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let maria: Client
let paolo: Client
let reader: Client

beforeEach(async () => {
  desk = await openTestDesk()
  maria = await desk.as('counter')
  paolo = await desk.as('phone')
  reader = await desk.as('reader')
})
afterEach(() => desk.close())

const citizen = async (
  name: string,
  fields: { address?: string; notes?: string; phones?: string[]; mails?: string[] } = {},
): Promise<ContactId> =>
  valueOf(
    await maria.contacts.create({
      name,
      address: fields.address ?? '',
      notes: fields.notes ?? '',
      identifiers: [
        ...(fields.phones ?? []).map((value) => ({ kind: 'phone' as const, value })),
        ...(fields.mails ?? []).map((value) => ({ kind: 'email' as const, value })),
      ],
    }),
  ).id
const report = async (subject: string, contactId: ContactId) =>
  valueOf(await maria.tickets.create({ channel: 'phone', subject, reporter: { kind: 'known', contactId, add: [] } })).id
const card = async (id: ContactId) => valueOf(await maria.contacts.get({ id }))
const listed = async (text: string): Promise<string[]> =>
  valueOf(await maria.contacts.list({ text })).rows.map(({ name }) => name)
const valuesOf = ({ contact }: Awaited<ReturnType<typeof card>>): string[] =>
  contact.identifiers.map(({ value }) => value)

describe("the citizens' list", () => {
  it('finds somebody by name, number, mail or the street they live in, as it is typed', async () => {
    const id = await citizen('Nadia Tognarini', {
      address: 'Via di Sottomonte 12, Guamo',
      phones: ['335 1397378', '0583 935111'],
      mails: ['nadia@posta.example'],
    })
    await citizen('Ugo Sottomonte', { phones: ['340 1112223'] })
    await report('Buca', id)
    for (const text of ['togn', 'nadia t', '3351397378', '0583 9351', 'nadia@po', 'guam'])
      expect([text, await listed(text)]).toEqual([text, ['Nadia Tognarini']])
    // The form asks at every digit: with one still to come it must not lose who it had found.
    for (const digits of [
      '33513973',
      '335139737',
      '3351397378',
      '351397378',
      '+39 335139',
      '+39335139737',
      '0039 3351397',
      'tel. 335 1397',
      '\u202a+39 335 1397378\u202c',
    ])
      expect([digits, valueOf(await maria.contacts.find({ text: digits })).contacts.map(({ name }) => name)]).toEqual([
        digits,
        ['Nadia Tognarini'],
      ])
    expect((await listed('sottomonte')).toSorted()).toEqual(['Nadia Tognarini', 'Ugo Sottomonte'])
    expect(valueOf(await maria.contacts.list({ text: 'guamo' })).rows).toMatchObject([
      { tickets: 1, openTickets: 1, identifiers: [{}, {}, {}] },
    ])
  })

  it('without a text shows who was heard from last, and says that there are more', async () => {
    const first = await citizen('Prima Persona')
    desk.at(asInstant(MONDAY_MORNING + 60_000))
    await citizen('Seconda Persona')
    desk.at(asInstant(MONDAY_MORNING + 120_000))
    await report('Buca', first)
    const some = valueOf(await maria.contacts.list({ limit: 1 }))
    expect([some.rows.map(({ name }) => name), some.more]).toEqual([['Prima Persona'], true])
    expect(await listed('')).toEqual(['Prima Persona', 'Seconda Persona'])
  })
})

describe('a citizen who is edited at two desks', () => {
  it('keeps both, on different fields, and both new numbers', async () => {
    const id = await citizen('Nadia Tognarini', { phones: ['335 1397378'] })
    const { contact: base } = await card(id)
    valueOf(
      await maria.contacts.edit({
        id,
        base,
        changes: { identifiers: [...base.identifiers, { kind: 'phone', value: '0583 935111' }] },
      }),
    )
    valueOf(
      await paolo.contacts.edit({
        id,
        base,
        changes: { notes: 'Chiamare dopo le 18', identifiers: [{ kind: 'email', value: 'nadia@posta.example' }] },
      }),
    )
    const after = await card(id)
    expect(after.contact.notes).toBe('Chiamare dopo le 18')
    expect(valuesOf(after)).toEqual(['0583 935111', 'nadia@posta.example'])
  })

  it('is asked about the same field, and nothing is written before', async () => {
    const id = await citizen('Nadia Tognarini', { phones: ['335 1397378'] })
    const { contact: base } = await card(id)
    valueOf(await maria.contacts.edit({ id, base, changes: { name: 'Nadia Tognarini Bini' } }))
    const second = await paolo.contacts.edit({ id, base, changes: { name: 'Nadia Tognarelli', notes: 'x' } })
    expect(second).toMatchObject({
      error: { code: 'conflict', current: { name: 'Nadia Tognarini Bini', address: '', notes: '' } },
    })
    expect((await card(id)).contact).toMatchObject({ name: 'Nadia Tognarini Bini', notes: '' })
  })

  it('is not left without anything to be known by, nor with a number that is none', async () => {
    const id = await citizen('', { phones: ['335 1397378'] })
    const { contact: base } = await card(id)
    expect(codeOf(await maria.contacts.edit({ id, base, changes: { identifiers: [] } }))).toBe('invalid_input')
    const wrong = [{ kind: 'phone' as const, value: 'ieri' }]
    expect(codeOf(await maria.contacts.edit({ id, base, changes: { identifiers: wrong } }))).toBe('invalid_input')
    expect(codeOf(await reader.contacts.edit({ id, base, changes: { name: 'X' } }))).toBe('forbidden')
    expect(valuesOf(await card(id))).toEqual(['335 139 7378'])
  })

  it('leaves its looks and its changes in the register', async () => {
    const id = await citizen('Nadia Tognarini')
    await card(id)
    valueOf(await maria.contacts.edit({ id, base: { notes: '' }, changes: { notes: 'x' } }))
    const administrator = await desk.as('administrator')
    const names = async (): Promise<string[]> =>
      valueOf(await administrator.audit.list({ filter: { ticket: '' } })).rows.map(({ name }) => name)
    await expect.poll(names, { timeout: 60_000 }).toEqual(expect.arrayContaining(['contacts.get', 'contacts.edit']))
  })
})

describe('people who write by mail', () => {
  const writes = (name: string, address: string) =>
    asSystem('mail.received', async () =>
      valueOf(
        await desk.engine.current.store.write((db) =>
          contactForAddress(db, { name, address, kind: 'email' }, MONDAY_MORNING),
        ),
      ),
    )

  it('are known by an address of their own, and from a shared one by their name', async () => {
    const mario = await writes('Mario Rossi', 'mario@posta.example')
    expect(await writes('Mario R.', 'mario@posta.example')).toBe(mario)
    const luisa = await writes('Luisa Bianchi', 'info@condominio.example')
    const ugo = await writes('Ugo Neri', 'info@condominio.example')
    const nobody = await writes('', 'info@condominio.example')
    expect(new Set([luisa, ugo, nobody]).size).toBe(3)
    expect(await writes('LUISA BIANCHI', 'Info@condominio.example')).toBe(luisa)
    expect(await writes('', 'info@condominio.example')).toBe(nobody)
  })
})

describe('two rows that are one person', () => {
  const merge = async (kept: ContactId, gone: ContactId, fields?: { name: string; address: string; notes: string }) => {
    const [one, other] = [(await card(kept)).contact, (await card(gone)).contact]
    const pick = ({ name, address, notes }: typeof one) => ({ name, address, notes })
    return maria.contacts.merge({
      kept,
      gone,
      base: { kept: pick(one), gone: pick(other) },
      fields: fields ?? pick(one),
    })
  }
  const ticketsOf = async (id: ContactId): Promise<string[]> =>
    (await card(id)).tickets.map(({ subject }) => subject).toSorted()

  it('are offered with the reasons, and never for a shared address alone', async () => {
    const id = await citizen('Mario Rossi', { phones: ['335 1397378'], mails: ['info@condominio.example'] })
    await citizen('Rossi Mario', { phones: ['+39 335 139 7378'] })
    await citizen('ROSSI MARIO')
    await citizen('Luisa Bianchi', { mails: ['info@condominio.example'] })
    await citizen('Mario Rossini')
    const { candidates } = valueOf(await maria.contacts.samePerson({ id }))
    expect(candidates.map(({ contact, reasons }) => [contact.name, reasons])).toEqual([
      ['Rossi Mario', ['same_phone', 'same_name']],
      ['ROSSI MARIO', ['same_name']],
    ])
  })

  it('become one, with everything of both, and are found by either name', async () => {
    const kept = await citizen('Mario Rossi', { phones: ['335 1397378'] })
    const gone = await citizen('M. Rossi', { phones: ['335 1397378'], mails: ['mario@posta.example'], notes: 'Sordo' })
    await report('Buca', kept)
    const moved = await report('Lampione', gone)
    valueOf(await merge(kept, gone, { name: 'Mario Rossi', address: 'Via Romana 1', notes: 'Sordo' }))
    const after = await card(kept)
    expect(after.contact).toMatchObject({ name: 'Mario Rossi', address: 'Via Romana 1', notes: 'Sordo' })
    expect(valuesOf(after)).toEqual(['335 139 7378', 'mario@posta.example'])
    expect(await ticketsOf(kept)).toEqual(['Buca', 'Lampione'])
    expect((await card(gone)).contact.id).toBe(kept)
    expect(await listed('m rossi')).toEqual(['Mario Rossi'])
    expect(await listed('')).toEqual(['Mario Rossi'])
    expect(valueOf(await maria.tickets.list({ filter: { view: 'all', text: 'mario@posta' } })).rows).toMatchObject([
      { id: expect.any(Number) },
      { id: expect.any(Number) },
    ])
    // A form that was open with the one who went.
    const late = await report('Tardi', gone)
    expect(valueOf(await maria.tickets.get({ id: late })).contact?.id).toBe(kept)
    expect(valueOf(await maria.tickets.get({ id: moved })).contact?.name).toBe('Mario Rossi')
    expect(codeOf(await paolo.contacts.edit({ id: gone, base: { name: 'M. Rossi' }, changes: { name: 'X' } }))).toBe(
      'contact_merged',
    )
  })

  it('become two again: what passed over goes back, what was done since stays', async () => {
    const kept = await citizen('Mario Rossi', { phones: ['335 1397378'] })
    const gone = await citizen('M. Rossi', { phones: ['335 1397378', '0583 935111'] })
    const third = await citizen('Terzo')
    await report('Buca', kept)
    await report('Lampione', gone)
    const given = await report('Panchina', gone)
    const { id } = valueOf(await merge(kept, gone, { name: 'Mario Rossi', address: 'Via Romana 1', notes: '' }))
    expect(valueOf(await maria.contacts.samePerson({ id: kept })).merges).toMatchObject([
      { id, goneName: 'M. Rossi', tickets: 2 },
    ])
    await report('Dopo', kept)
    valueOf(await maria.tickets.edit({ id: given, base: { contactId: kept }, changes: { contactId: third } }))
    valueOf(await maria.contacts.edit({ id: kept, base: { name: 'Mario Rossi' }, changes: { name: 'Mario Rossi jr' } }))
    valueOf(await paolo.contacts.unmerge({ id }))
    expect(await ticketsOf(kept)).toEqual(['Buca', 'Dopo'])
    expect(await ticketsOf(gone)).toEqual(['Lampione'])
    expect(await ticketsOf(third)).toEqual(['Panchina'])
    expect(valuesOf(await card(kept))).toEqual(['335 139 7378'])
    expect(valuesOf(await card(gone)).toSorted()).toEqual(['0583 935111', '335 139 7378'])
    expect((await card(kept)).contact).toMatchObject({ name: 'Mario Rossi jr', address: '' })
    expect(codeOf(await maria.contacts.unmerge({ id }))).toBe('not_found')
    expect(valueOf(await maria.tickets.list({ filter: { view: 'all', text: '935111' } })).total).toBe(1)
  })

  it('in a row are taken back in a row', async () => {
    const [a, b, c] = [await citizen('Aldo Uno'), await citizen('Aldo Due'), await citizen('Aldo Tre')]
    await report('Di A', a)
    const first = valueOf(await merge(b, a)).id
    const second = valueOf(await merge(c, b)).id
    expect((await card(a)).contact.id).toBe(c)
    expect(codeOf(await maria.contacts.unmerge({ id: first }))).toBe('contact_merged')
    valueOf(await maria.contacts.unmerge({ id: second }))
    expect((await card(a)).contact.id).toBe(b)
    expect(await ticketsOf(b)).toEqual(['Di A'])
    valueOf(await maria.contacts.unmerge({ id: first }))
    expect(await ticketsOf(a)).toEqual(['Di A'])
  })

  it('get their number back whichever of two merges is taken back first', async () => {
    const kept = await citizen('Mario Rossi', { mails: ['mario@posta.example'] })
    const one = await citizen('M. Rossi', { phones: ['335 1397378'] })
    const two = await citizen('Rossi M.', { phones: ['335 1397378'] })
    const first = valueOf(await merge(kept, one)).id
    const second = valueOf(await merge(kept, two)).id
    valueOf(await maria.contacts.unmerge({ id: first }))
    valueOf(await maria.contacts.unmerge({ id: second }))
    expect(valuesOf(await card(one))).toEqual(['335 139 7378'])
    expect(valuesOf(await card(two))).toEqual(['335 139 7378'])
    expect(valuesOf(await card(kept))).toEqual(['mario@posta.example'])
  })

  it('are not merged on words that another desk has changed since the preview, nor by a reader', async () => {
    const kept = await citizen('Mario Rossi')
    const gone = await citizen('M. Rossi')
    const seen = { name: 'Mario Rossi', address: '', notes: '' }
    const input = { kept, gone, base: { kept: seen, gone: { ...seen, name: 'M. Rossi' } }, fields: seen }
    valueOf(await paolo.contacts.edit({ id: gone, base: { notes: '' }, changes: { notes: 'Un altro Rossi' } }))
    expect(codeOf(await maria.contacts.merge(input))).toBe('conflict')
    expect(codeOf(await maria.contacts.merge({ ...input, gone: kept }))).toBe('invalid_input')
    expect(codeOf(await reader.contacts.merge(input))).toBe('forbidden')
    expect((await card(gone)).contact.id).toBe(gone)
  })
})
