import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { MailboxFields } from '@shared/contract/mail'
import type { Day } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { codeOf, openTestDesk, type TestDesk, valueOf } from '../../support/engine'

const conflictOf = (result: Result<unknown>): { field: string | undefined; current: unknown } => {
  if (result.ok || result.error.code !== 'conflict') throw new Error(`no conflict: ${codeOf(result)}`)
  return { field: result.error.field, current: result.error.current }
}

describe('two people in the settings at once', () => {
  let desk: TestDesk
  let anna: Client
  let bruno: Client
  beforeEach(async () => {
    desk = await openTestDesk()
    anna = await desk.as('administrator')
    bruno = await desk.as('administrator')
  })
  afterEach(() => desk.close())

  it('keep both phone and address, though both had opened the office before', async () => {
    const { office } = valueOf(await anna.settings.all({}))
    valueOf(await anna.settings.save({ key: 'office', base: office, value: { ...office, phone: '0583 1' } }))
    valueOf(await bruno.settings.save({ key: 'office', base: office, value: { ...office, address: 'Piazza 2' } }))
    const after = valueOf(await anna.settings.all({})).office
    expect([after.phone, after.address]).toEqual(['0583 1', 'Piazza 2'])
  })

  it('are asked about the phone that both changed, and the second writes what she chose', async () => {
    const { office } = valueOf(await anna.settings.all({}))
    valueOf(await anna.settings.save({ key: 'office', base: office, value: { ...office, phone: '0583 1' } }))
    const value = { ...office, phone: '0583 2', address: 'Piazza 2' }
    const { field, current } = conflictOf(await bruno.settings.save({ key: 'office', base: office, value }))
    expect(field).toBe('phone')
    expect(current).toMatchObject({ phone: '0583 1', address: office.address })
    expect(valueOf(await bruno.settings.all({})).office.address).toBe(office.address)
    valueOf(await bruno.settings.save({ key: 'office', base: { ...office, phone: '0583 1' }, value }))
    expect(valueOf(await anna.settings.all({})).office.phone).toBe('0583 2')
  })

  it('keep the hours of each day and every day of closure that either added or took away', async () => {
    const { calendar } = valueOf(await anna.settings.all({}))
    const start = { ...calendar, closures: ['2026-12-07', '2026-12-24'] as Day[] }
    valueOf(await anna.settings.save({ key: 'calendar', base: calendar, value: start }))
    const monday = { ...start, hours: { ...start.hours, 1: [{ from: '07:30', to: '13:30' }] } }
    const friday = { ...start, hours: { ...start.hours, 5: [] } }
    const more = { ...monday, closures: ['2026-12-24', '2026-12-31'] as Day[] }
    valueOf(await anna.settings.save({ key: 'calendar', base: start, value: more }))
    valueOf(
      await bruno.settings.save({
        key: 'calendar',
        base: start,
        value: { ...friday, closures: [...start.closures, '2027-01-02' as Day] },
      }),
    )
    const after = valueOf(await anna.settings.all({})).calendar
    expect([after.hours[1], after.hours[5]]).toEqual([[{ from: '07:30', to: '13:30' }], []])
    expect(after.closures.toSorted()).toEqual(['2026-12-24', '2026-12-31', '2027-01-02'])
  })

  it('keep two budgets of one priority, and meet only on the same budget', async () => {
    const { deadlines } = valueOf(await anna.settings.all({}))
    const withBudget = (part: 'firstAnswerMinutes' | 'resolutionMinutes', minutes: number) => ({
      ...deadlines,
      byPriority: { ...deadlines.byPriority, high: { ...deadlines.byPriority.high, [part]: minutes } },
    })
    const save = (who: Client, value: typeof deadlines) =>
      who.settings.save({ key: 'deadlines', base: deadlines, value })
    valueOf(await save(anna, withBudget('firstAnswerMinutes', 45)))
    valueOf(await save(bruno, withBudget('resolutionMinutes', 333)))
    expect(valueOf(await anna.settings.all({})).deadlines.byPriority.high).toEqual({
      firstAnswerMinutes: 45,
      resolutionMinutes: 333,
    })
    expect(conflictOf(await save(bruno, withBudget('firstAnswerMinutes', 50))).field).toBe(
      'byPriority.high.firstAnswerMinutes',
    )
  })

  it('never get half of a base map from each of them', async () => {
    const { map } = valueOf(await anna.settings.all({}))
    const base = { kind: 'pmtiles', path: '/mappe/comune.pmtiles', attribution: '' } as const
    valueOf(await anna.settings.save({ key: 'map', base: map, value: { ...map, base } }))
    const tiles = { kind: 'tiles', url: 'https://a.example/{z}/{x}/{y}.png', attribution: '', maxZoom: 18 } as const
    expect(
      conflictOf(await bruno.settings.save({ key: 'map', base: map, value: { ...map, base: tiles } })),
    ).toMatchObject({ field: 'base', current: { base } })
  })

  it('meet on a category and a body field by field', async () => {
    const { categories, bodies } = valueOf(await anna.settings.catalog({}))
    const category = categories.find(({ parentId }) => parentId !== null)
    const body = bodies.find(({ isHome }) => !isHome)
    if (!category || !body) throw new Error('no such defaults')
    const { id } = category
    const radius = { base: { duplicateRadius: category.duplicateRadius }, changes: { duplicateRadius: 5 } }
    valueOf(await anna.settings.editCategory({ id, ...radius }))
    valueOf(
      await bruno.settings.editCategory({ id, base: { name: category.name }, changes: { name: 'Buche profonde' } }),
    )
    const stale = { ...radius, changes: { duplicateRadius: 9 } }
    expect(conflictOf(await bruno.settings.editCategory({ id, ...stale })).current).toMatchObject({
      name: 'Buche profonde',
      duplicateRadius: 5,
    })
    const notes = { id: body.id, base: { notes: body.notes } }
    valueOf(await anna.settings.editBody({ ...notes, changes: { notes: 'di Anna' } }))
    valueOf(await bruno.settings.editBody({ id: body.id, base: { phone: body.phone }, changes: { phone: '0583 9' } }))
    expect(conflictOf(await bruno.settings.editBody({ ...notes, changes: { notes: 'di Bruno' } })).field).toBe('notes')
    const after = valueOf(await anna.settings.catalog({})).bodies.find((one) => one.id === body.id)
    expect([after?.notes, after?.phone]).toEqual(['di Anna', '0583 9'])
  })

  it('meet on a crew, a mailbox and a person field by field', async () => {
    const crew = { name: 'Verde', color: '#00aa00', vehicle: '', capacityVisits: 8, capacityMinutes: 400 }
    const { id: crewId } = valueOf(
      await anna.crews.create({
        ...crew,
        active: true,
        members: [],
        ...{ skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
      }),
    )
    valueOf(await anna.crews.edit({ id: crewId, base: crew, changes: { vehicle: 'Porter' } }))
    valueOf(await bruno.crews.edit({ id: crewId, base: crew, changes: { capacityVisits: 5 } }))
    expect(
      conflictOf(await bruno.crews.edit({ id: crewId, base: crew, changes: { vehicle: 'Ape' } })).current,
    ).toMatchObject({ vehicle: 'Porter', capacityVisits: 5 })

    const server = {
      host: 'mail.example.org',
      port: 993,
      security: 'tls',
      username: 'urp',
      pinnedFingerprint: '',
    } as const
    const mailbox: MailboxFields = {
      ...{ name: 'URP', address: 'urp@example.org', senderName: '', kind: 'ordinary', folder: 'INBOX' },
      ...{
        imap: server,
        smtp: server,
        firstSyncDays: 0,
        active: false,
        access: 'password',
        signature: '',
        sizeLimit: 25,
        markSeen: false,
        moveTo: '',
      },
    }
    const { id: mailboxId } = valueOf(await anna.mail.createMailbox({ ...mailbox, password: '' }))
    const imap = { ...server, port: 143, security: 'starttls' as const }
    valueOf(await anna.mail.editMailbox({ id: mailboxId, base: { imap: server }, changes: { imap } }))
    valueOf(await bruno.mail.editMailbox({ id: mailboxId, base: { name: 'URP' }, changes: { name: 'Posta' } }))
    const other = { ...server, host: 'altro.example.org' }
    expect(
      conflictOf(await bruno.mail.editMailbox({ id: mailboxId, base: { imap: server }, changes: { imap: other } }))
        .current,
    ).toMatchObject({ name: 'Posta', imap })

    const reader = valueOf(await anna.accounts.list({})).users.find(({ username }) => username === 'reader')
    if (!reader) throw new Error('no reader')
    const person = { id: reader.id, base: { displayName: reader.displayName, roles: reader.roles } }
    valueOf(await anna.accounts.edit({ ...person, changes: { roles: ['phone'] } }))
    valueOf(await bruno.accounts.edit({ ...person, changes: { displayName: 'Rita' } }))
    expect(conflictOf(await bruno.accounts.edit({ ...person, changes: { roles: ['mail'] } })).current).toMatchObject({
      displayName: 'Rita',
      roles: ['phone'],
    })
  })

  it('cannot put a category that has others of its own under another one', async () => {
    const { categories } = valueOf(await anna.settings.catalog({}))
    const parent = categories.find(({ id }) => categories.some(({ parentId }) => parentId === id))
    const other = categories.find(({ id, parentId }) => parentId === null && id !== parent?.id)
    if (!parent || !other) throw new Error('no such defaults')
    const moved = await anna.settings.editCategory({
      id: parent.id,
      base: { parentId: null },
      changes: { parentId: other.id },
    })
    expect(codeOf(moved)).toBe('invalid_input')
  })
})
