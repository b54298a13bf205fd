import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { PlatformId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS, asInstant } from '@shared/kernel/instant'
import { syncPlatform } from '@main/features/platforms/sync-platform'
import { open311Client } from '@main/open311/open311-client'
import { secureRandom } from '@main/platform/random'
import { fileSecrets } from '@main/platform/secrets'
import { Leases } from '@main/store/leases'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { GEOREPORT_KEY, type GeoReportServer, type ServedRequest, startGeoReport } from '../../support/georeport-server'

let desk: TestDesk
let server: GeoReportServer
let giorgio: Client
let admin: Client
let id: PlatformId
let now = MONDAY_MORNING
let reported = 0

const later = async (milliseconds: number): Promise<void> => {
  now = asInstant(now + milliseconds)
  desk.at(now)
  giorgio = await desk.as('manager')
  admin = await desk.as('administrator')
}
const iso = (at: number): string => new Date(at).toISOString()
const report = (over: Partial<ServedRequest> = {}): ServedRequest => {
  reported += 1
  const one: ServedRequest = {
    id: `0${reported}`,
    status: 'open',
    code: '001',
    description: `Buca numero ${reported} davanti alla scuola`,
    requestedAt: iso(now - HOUR_MS + reported * 1000),
    updatedAt: iso(now - HOUR_MS + reported * 1000),
    lat: '43.8434',
    long: '10.5721',
    address: 'Via Romana',
    ...over,
  }
  server.requests.push(one)
  return one
}
const sync = async () => valueOf(await admin.platforms.checkNow({ id }))
const ticketOf = async (remote: ServedRequest) => {
  const { rows } = valueOf(
    await giorgio.tickets.list({ filter: { view: 'all', text: remote.description }, offset: 0, limit: 10 }),
  )
  const [row] = rows.filter(({ channel }) => channel === 'platform')
  if (rows.length !== 1 || row === undefined) throw new Error(`${rows.length} tickets of ${remote.id}`)
  return valueOf(await giorgio.tickets.get({ id: row.id }))
}
const card = async () => {
  const { platforms } = valueOf(await admin.platforms.list({}))
  const [one] = platforms
  if (one === undefined) throw new Error('no platform')
  return one
}

beforeAll(async () => {
  desk = await openTestDesk({ host: 'cli' })
  server = await startGeoReport()
  await later(0)
  const fields = { name: 'Comuni-Chiamo', url: `${server.url}/`, jurisdiction: 'capannori.it' }
  id = valueOf(await admin.platforms.create({ ...fields, active: true, push: true })).id
  valueOf(await admin.platforms.setKey({ id, key: GEOREPORT_KEY }))
  const [district] = valueOf(await admin.settings.catalog({})).districts
  const around: [number, number][] = [
    [10.56, 43.84],
    [10.58, 43.84],
    [10.58, 43.85],
    [10.56, 43.85],
    [10.56, 43.84],
  ]
  const geometry = { type: 'Polygon' as const, coordinates: [around] }
  valueOf(await admin.places.addArea({ kind: 'district', name: '', districtId: district?.id ?? null, geometry }))
  await sync()
})
beforeEach(() => later(HOUR_MS))
afterAll(async () => {
  await desk.close()
  await server.close()
})

describe('what lies on a platform and in the office', () => {
  it('is heard on the ticket that its report was merged into, however many merges away', async () => {
    const all = [report(), report(), report()] as const
    await sync()
    const [one, middle, last] = [await ticketOf(all[0]), await ticketOf(all[1]), await ticketOf(all[2])]
    valueOf(await giorgio.relations.merge({ masterId: middle.id, ids: [one.id] }))
    valueOf(await giorgio.relations.merge({ masterId: last.id, ids: [middle.id] }))
    valueOf(await giorgio.tickets.markRead({ id: last.id }))
    all[0].status = 'closed'
    all[0].updatedAt = iso(now)
    server.updates.push({ id: 'c9', requestId: all[0].id, status: '', description: 'Ancora lì', updatedAt: iso(now) })
    expect((await sync()).updated).toBe(2)
    const [stub, master] = [valueOf(await giorgio.tickets.get({ id: one.id })), await ticketOf(all[2])]
    expect([stub.hasUnread, master.hasUnread]).toEqual([false, true])
    const { entries } = valueOf(await giorgio.tickets.timeline({ id: last.id }))
    const own = entries.filter(({ of }) => of === null)
    expect(own.filter(({ message }) => message?.text === 'Ancora lì')).toHaveLength(1)
    expect(own.filter(({ kind }) => kind === 'platform').map(({ data }) => data['platformStatus'])).toEqual(['CLOSED'])
  })

  it('tells no official answer while it may still be taken back', async () => {
    const one = report()
    await sync()
    const ticket = await ticketOf(one)
    const before = server.posted.length
    const mail = valueOf(await admin.settings.all({})).mail
    valueOf(await admin.settings.save({ key: 'mail', base: mail, value: { ...mail, undoSeconds: 120 } }))
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        const box = { name: 'Segnalazioni', address: 'segnalazioni@comune.example', imap: '{}', smtp: '{}' }
        await db.insertInto('mailboxes').values(box).execute()
      }),
    )
    const say = (text: string) =>
      giorgio.messages.reply({
        ticketId: ticket.id,
        via: 'email',
        to: ['nadia@posta.example'],
        text,
        official: true,
        seenEntryId: Number.MAX_SAFE_INTEGER,
      })
    const { id: messageId } = valueOf(await say('Riparata ieri.'))
    await later(90_000)
    await sync()
    valueOf(await giorgio.messages.undo({ id: messageId }))
    valueOf(await say('Riparata oggi.'))
    await later(90_000)
    await sync()
    expect(server.posted.slice(before)).toEqual([])
    // In a mailbox that nobody sends from it holds nobody else's news up for ever.
    await later(DAY_MS)
    await sync()
    expect(server.posted.slice(before).map((form) => form.get('description'))).toEqual(['Riparata oggi.'])
  })

  it('leaves it to the desk that took over to say what became of it', async () => {
    await sync()
    const before = await card()
    const another = new Leases(desk.engine.current.store, 'another desk')
    const held = await another.hold(`platform:${id}`)
    if (held.state !== 'held') throw new Error(held.state)
    await later(HOUR_MS)
    const secrets = fileSecrets(join(desk.folder, 'segreti.json'))
    const open311 = open311Client(() => Promise.resolve(404))
    const old = { ...held.lease, fence: held.lease.fence - 1 }
    expect(codeOf(await syncPlatform({ ...desk.engine, random: secureRandom, secrets, open311 }, id, old))).toBe(
      'platform_other_desk',
    )
    expect(await card()).toEqual(before)
    await another.release(`platform:${id}`)
  })

  it('hears of a report that is open for longer than one question spans', async () => {
    const one = report()
    await sync()
    await later(100 * DAY_MS)
    one.status = 'closed'
    one.updatedAt = iso(now)
    expect((await sync()).updated).toBe(1)
    const ticket = await ticketOf(one)
    valueOf(await giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'closed', outcome: 'resolved' }))
  })
})
