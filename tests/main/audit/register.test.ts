import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import { MINUTE_MS, asInstant } from '@shared/kernel/instant'
import { checkAudit } from '@main/store/audit/check-audit'
import { auditAfter, type StoredAudit } from '@main/store/audit/audit-rows'
import type { Client } from '@shared/contract'
import { MONDAY_MORNING, PASSWORD, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk

const rows = async (of: TestDesk = desk): Promise<StoredAudit[]> =>
  valueOf(await of.engine.current.store.read((db) => auditAfter(db, 0, 10_000)))

/** What the register holds once whatever waits is written. */
const settled = async (of: TestDesk = desk): Promise<StoredAudit[]> => {
  valueOf(await of.engine.current.store.write(async () => undefined))
  return rows(of)
}

const report = async (client: Client, name = 'Bruna Lazzareschi'): Promise<TicketId> =>
  valueOf(
    await client.tickets.create({
      channel: 'phone',
      kind: 'report',
      subject: 'Lampione spento in via del Brennero',
      description: 'Lo ha visto passando ieri sera',
      reporter: {
        kind: 'new',
        contact: { name, identifiers: [{ kind: 'phone', value: '0583 428111' }], address: '', notes: '' },
      },
    }),
  ).id

beforeEach(async () => {
  desk = await openTestDesk()
})
afterEach(async () => {
  await desk.close()
})

describe('a change', () => {
  it('is in the register with who, what, when and from where, in the transaction that makes it', async () => {
    const phone = await desk.as('phone')
    const id = await report(phone)
    const told = (await rows()).filter(({ name }) => name === 'tickets.create')
    expect(told[0]).toMatchObject({
      kind: 'change',
      actor: 'phone',
      entity: 'tickets',
      entity_id: id,
      at: MONDAY_MORNING,
      outcome: 'ok',
      chain: (await rows()).find(({ name }) => name === 'store.opened')?.chain,
    })
    expect(told.map(({ entity }) => entity)).toContain('contacts')
  })

  it('that is refused leaves nothing', async () => {
    const phone = await desk.as('phone')
    const id = await report(phone)
    const before = (await settled()).length
    const manager = await desk.as('manager')
    const signedIn = (await settled()).length - before
    expect(signedIn).toBeGreaterThan(0)
    const refused = await manager.tickets.edit({ id, base: { subject: 'altro' }, changes: { subject: 'nuovo' } })
    expect(codeOf(refused)).toBe('conflict')
    expect((await settled()).length - before).toBe(signedIn)
  })

  it('keeps no name, number, text or password in clear', async () => {
    const administrator = await desk.as('administrator')
    await report(administrator)
    valueOf(
      await administrator.accounts.create({
        username: 'nuova',
        displayName: 'Persona Nuova',
        email: 'persona@example.org',
        roles: ['counter'],
        active: true,
        password: 'una-parola-lunga-77',
      }),
    )
    const text = JSON.stringify(await settled())
    for (const word of ['Lazzareschi', '428111', 'Brennero', 'Persona Nuova', 'example.org', 'una-parola-lunga-77'])
      expect(text).not.toContain(word)
    const created = (await rows()).find(({ name }) => name === 'accounts.create')
    expect(JSON.parse(created?.payload ?? '')).toMatchObject({
      fields: { password: [null, null], displayName: [null, expect.stringMatching(/^[0-9a-f]{32}$/)] },
      plain: { username: 'nuova', roles: ['counter'], active: true },
    })
    const page = valueOf(
      await administrator.audit.list({ offset: 0, limit: 50, filter: { names: ['accounts.create'] } }),
    )
    expect(page.rows).toMatchObject([{ entity: 'users', person: 'Persona Nuova' }])
  })

  it('of the program itself is told as its own, and heartbeats are not told', async () => {
    const { store } = desk.engine.current
    await store.write(async (db) => {
      await db.insertInto('bodies').values({ name: 'Ente' }).execute()
    })
    await desk.engine.current.leases.hold('posta')
    const told = await rows()
    expect(told.at(-1)).toMatchObject({ actor: 'system', name: 'system', entity: 'bodies' })
    expect(told.filter(({ name }) => name === 'desk.presence')).toEqual([])
  })
})

describe('what changes nothing', () => {
  it('is told as well: opening, signing in, wrong passwords, what is not allowed, signing out', async () => {
    const { client } = desk.line()
    expect(codeOf(await client.accounts.signIn({ username: 'reader', password: 'sbagliata' }))).toBe(
      'wrong_credentials',
    )
    valueOf(await client.accounts.signIn({ username: 'reader', password: PASSWORD }))
    expect(codeOf(await client.accounts.list({}))).toBe('forbidden')
    valueOf(await client.accounts.signOut({}))
    const told = (await settled()).map(({ name, actor, outcome }) => `${name} ${actor} ${outcome}`)
    expect(told).toContain('store.opened system ok')
    expect(told).toContain('accounts.signIn reader wrong_credentials')
    expect(told).toContain('accounts.signIn reader ok')
    expect(told).toContain('accounts.list reader forbidden')
    expect(told).toContain('accounts.signOut reader ok')
  })

  it('tells a name that nobody has as nobody, since people type passwords there', async () => {
    const { client } = desk.line()
    await client.accounts.signIn({ username: 'lampione-acceso-42', password: 'reader' })
    const told = (await settled()).find(({ outcome }) => outcome === 'wrong_credentials')
    expect(told).toMatchObject({ actor: '', user_id: null })
    expect(JSON.stringify(await rows())).not.toContain('lampione-acceso-42')
  })
})

describe("a look at a person's data", () => {
  it('is one row a person, ticket and minute, however often it is looked at', async () => {
    const phone = await desk.as('phone')
    const id = await report(phone)
    const { store } = desk.engine.current
    const before = (await rows()).length
    for (let click = 0; click < 20; click += 1) {
      valueOf(await phone.tickets.get({ id }))
      valueOf(await phone.tickets.timeline({ id }))
    }
    // Twenty clicks, and nothing written for them.
    expect((await rows()).length).toBe(before)
    expect(store.trail.waiting).toBe(1)
    desk.at(asInstant(MONDAY_MORNING + MINUTE_MS))
    valueOf(await phone.tickets.get({ id }))
    const looks = (await settled()).filter(({ kind }) => kind === 'look')
    expect(looks.map(({ actor, entity, entity_id, count }) => [actor, entity, entity_id, count])).toEqual([
      ['phone', 'tickets', id, 20],
      ['phone', 'tickets', id, 1],
    ])
    expect(store.trail.waiting).toBe(0)
  })

  it('at what a ticket shows of its calls is one at that ticket, never at the list of who waits', async () => {
    const phone = await desk.as('phone')
    const id = await report(phone)
    valueOf(await phone.callbacks.list({ ticketId: id }))
    valueOf(await phone.callbacks.count({}))
    const looks = (await settled()).filter(({ kind }) => kind === 'look')
    expect(looks.map(({ entity, entity_id }) => [entity, entity_id])).toEqual([['tickets', id]])
  })

  it('at calls is none while none rings', async () => {
    const phone = await desk.as('phone')
    expect(valueOf(await phone.calls.ringing({})).calls).toEqual([])
    expect((await settled()).filter(({ kind }) => kind === 'look')).toEqual([])
  })

  it('goes along with the next change, and is kept when that change is taken back', async () => {
    const phone = await desk.as('phone')
    const id = await report(phone)
    await settled()
    valueOf(await phone.tickets.get({ id }))
    await phone.tickets.edit({ id, base: { subject: 'altro' }, changes: { subject: 'nuovo' } })
    expect((await rows()).filter(({ kind }) => kind === 'look')).toEqual([])
    valueOf(await phone.tickets.addNote({ id, text: 'richiamata' }))
    const looks = (await rows()).filter(({ kind }) => kind === 'look')
    expect(looks).toHaveLength(1)
  })

  it('at a whole list is told as a list, and one that reads everything as one row with the number', async () => {
    const phone = await desk.as('phone')
    valueOf(await phone.tickets.list({}))
    const { trail } = desk.engine.current.store
    for (let object = 1; object <= 1000; object += 1)
      trail.look({
        kind: 'look',
        name: 'tickets.get',
        actor: { id: 4, name: 'phone' },
        entity: 'tickets',
        object,
        outcome: 'ok',
      })
    const looks = (await settled()).filter(({ kind }) => kind === 'look')
    expect(looks.find(({ name }) => name === 'tickets.list')).toMatchObject({ entity: null, entity_id: null })
    const all = looks.find(({ name, entity_id }) => name === 'tickets.get' && entity_id === null)
    expect(all?.count).toBe(700)
    expect(looks.length).toBe(302)
  })
})

describe('a draft', () => {
  it('is told once in ten minutes, however often it is saved', async () => {
    const phone = await desk.as('phone')
    const id = await report(phone)
    const other = await report(phone, 'Altra Persona')
    const drafts = async (): Promise<unknown[]> =>
      (await settled()).filter(({ name }) => name === 'messages.saveDraft').map(({ entity_id }) => entity_id)
    for (const text of ['Gentile', 'Gentile signora', 'Gentile signora, domani'])
      valueOf(await phone.messages.saveDraft({ ticketId: id, face: 'reply', text }))
    valueOf(await phone.messages.saveDraft({ ticketId: other, face: 'reply', text: 'Buongiorno' }))
    expect(await drafts()).toEqual([id, other])
    desk.at(asInstant(MONDAY_MORNING + 9 * MINUTE_MS))
    valueOf(await phone.messages.saveDraft({ ticketId: id, face: 'reply', text: 'Gentile signora, venerdì' }))
    expect(await drafts()).toEqual([id, other])
    desk.at(asInstant(MONDAY_MORNING + 10 * MINUTE_MS))
    valueOf(await phone.messages.saveDraft({ ticketId: id, face: 'reply', text: 'Gentile signora, sabato' }))
    expect(await drafts()).toEqual([id, other, id])
  })
})

describe('two desks on one file', () => {
  it('each write their own chain, and the register as a whole still follows', async () => {
    const other = await openTestDesk({ storePath: desk.storePath })
    const here = await desk.as('phone')
    const there = await other.as('manager')
    for (let turn = 0; turn < 5; turn += 1) {
      const id = await report(here, `Persona ${turn}`)
      valueOf(await there.tickets.addNote({ id, text: 'vista' }))
    }
    const result = valueOf(await checkAudit(desk.engine.current.store))
    expect(result).toMatchObject({ ok: true, faults: 0 })
    // The store was made from a command line, then two desks opened it.
    expect(result.chains).toHaveLength(3)
    await other.close()
  })
})
