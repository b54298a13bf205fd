import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '@shared/kernel/instant'
import { syncPlatform } from '@main/features/platforms/sync-platform'
import { open311Client } from '@main/open311/open311-client'
import { secureRandom } from '@main/platform/random'
import { fileSecrets } from '@main/platform/secrets'
import { Leases } from '@main/store/leases'
import { codeOf, valueOf } from '../../support/engine'
import { type PlatformDesk, iso, openPlatformDesk } from '../../support/platform-desk'

let town: PlatformDesk

beforeAll(async () => {
  town = await openPlatformDesk()
})
beforeEach(() => town.later(HOUR_MS))
afterAll(() => town.close())

describe('what lies on a platform and in the office', () => {
  it('is heard on the ticket that its report was merged into, however many merges away', async () => {
    const all = [town.report(), town.report(), town.report()] as const
    await town.sync()
    const [one, middle, last] = [await town.ticketOf(all[0]), await town.ticketOf(all[1]), await town.ticketOf(all[2])]
    valueOf(await town.giorgio.relations.merge({ masterId: middle.id, ids: [one.id] }))
    valueOf(await town.giorgio.relations.merge({ masterId: last.id, ids: [middle.id] }))
    valueOf(await town.giorgio.tickets.markRead({ id: last.id }))
    all[0].status = 'closed'
    all[0].updatedAt = iso(town.now)
    town.server.updates.push({
      id: 'c9',
      requestId: all[0].id,
      status: '',
      description: 'Ancora lì',
      updatedAt: iso(town.now),
    })
    expect((await town.sync()).updated).toBe(2)
    const [stub, master] = [valueOf(await town.giorgio.tickets.get({ id: one.id })), await town.ticketOf(all[2])]
    expect([stub.hasUnread, master.hasUnread]).toEqual([false, true])
    const { entries } = valueOf(await town.giorgio.tickets.timeline({ id: last.id }))
    const own = entries.filter(({ of }) => of === null)
    expect(own.filter(({ message }) => message?.text === 'Ancora lì')).toHaveLength(1)
    expect(own.filter(({ kind }) => kind === 'platform').map(({ data }) => data['platformStatus'])).toEqual(['CLOSED'])
  })

  it('tells no official answer while it may still be taken back', async () => {
    const one = town.report()
    await town.sync()
    const ticket = await town.ticketOf(one)
    const before = town.server.posted.length
    const mail = valueOf(await town.admin.settings.all({})).mail
    valueOf(await town.admin.settings.save({ key: 'mail', base: mail, value: { ...mail, undoSeconds: 120 } }))
    valueOf(
      await town.desk.engine.current.store.write(async (db) => {
        const box = { name: 'Segnalazioni', address: 'segnalazioni@comune.example', imap: '{}', smtp: '{}' }
        await db.insertInto('mailboxes').values(box).execute()
      }),
    )
    const say = (text: string) =>
      town.giorgio.messages.reply({
        ticketId: ticket.id,
        via: 'email',
        to: ['nadia@posta.example'],
        text,
        official: true,
        seenEntryId: Number.MAX_SAFE_INTEGER,
      })
    const { id: messageId } = valueOf(await say('Riparata ieri.'))
    await town.later(90_000)
    await town.sync()
    valueOf(await town.giorgio.messages.undo({ id: messageId }))
    valueOf(await say('Riparata oggi.'))
    await town.later(90_000)
    await town.sync()
    expect(town.server.posted.slice(before)).toEqual([])
    // In a mailbox that nobody sends from it holds nobody else's news up for ever.
    await town.later(DAY_MS)
    await town.sync()
    expect(town.server.posted.slice(before).map((form) => form.get('description'))).toEqual(['Riparata oggi.'])
  })

  it('leaves it to the desk that took over to say what became of it', async () => {
    await town.sync()
    const before = await town.card()
    const another = new Leases(town.desk.engine.current.store, 'another desk')
    const held = await another.hold(`platform:${town.id}`)
    if (held.state !== 'held') throw new Error(held.state)
    await town.later(HOUR_MS)
    const secrets = fileSecrets(join(town.desk.folder, 'segreti.json'))
    const open311 = open311Client(() => Promise.resolve(404))
    const old = { ...held.lease, fence: held.lease.fence - 1 }
    expect(
      codeOf(await syncPlatform({ ...town.desk.engine, random: secureRandom, secrets, open311 }, town.id, old)),
    ).toBe('platform_other_desk')
    expect(await town.card()).toEqual(before)
    await another.release(`platform:${town.id}`)
  })

  it('hears of a report that is open for longer than one question spans', async () => {
    const one = town.report()
    await town.sync()
    await town.later(100 * DAY_MS)
    one.status = 'closed'
    one.updatedAt = iso(town.now)
    expect((await town.sync()).updated).toBe(1)
    const ticket = await town.ticketOf(one)
    valueOf(await town.giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'closed', outcome: 'resolved' }))
  })
})
