import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { PlatformId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS, asInstant } from '@shared/kernel/instant'
import type { PlatformParts } from '@main/features/platforms/platform-ports'
import { syncNow } from '@main/features/platforms/sync-platform'
import { open311Client } from '@main/open311/open311-client'
import { secureRandom } from '@main/platform/random'
import { fileSecrets } from '@main/platform/secrets'
import type { AttachmentFiles } from '@main/store/attachment-files'
import { CurrentStore } from '@main/store/current-store'
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
const partsWith = (change: (files: AttachmentFiles) => AttachmentFiles = (files) => files): PlatformParts => {
  const { opened } = desk.engine.current
  if (opened === null) throw new Error('no store')
  const current = new CurrentStore()
  current.set({ ...opened, files: change(opened.files) })
  const { clock, logger } = desk.engine
  const secrets = fileSecrets(join(desk.folder, 'segreti.json'))
  return { current, clock, logger, random: secureRandom, secrets, open311: open311Client(() => Promise.resolve(404)) }
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
  const around = [0, 1, 3, 2, 0].map((at): [number, number] => [at % 2 ? 10.58 : 10.56, at > 1 ? 43.85 : 43.84])
  const geometry = { type: 'Polygon' as const, coordinates: [around] }
  valueOf(await admin.places.addArea({ kind: 'district', name: '', districtId: district?.id ?? null, geometry }))
  await sync()
})
beforeEach(async () => {
  await later(HOUR_MS)
  server.broken = null
  server.brokenResource = ''
  server.speaks = { json: true, updates: true }
})
afterAll(async () => {
  await desk.close()
  await server.close()
})

describe('an online platform that speaks Open311', () => {
  it('brings its reports in, page by page, with place, picture and the category that its service stands for', async () => {
    const { categories } = valueOf(await giorgio.settings.catalog({}))
    const [category] = categories
    if (category === undefined) throw new Error('no category')
    valueOf(await admin.platforms.mapService({ id, code: '001', categoryId: category.id }))
    const photo = server.url.replace('/open311/v2', '/photo.png')
    const all = [report({ mediaUrl: photo }), report(), report(), report(), report({ code: 'LUCE' })]
    expect((await sync()).opened).toBe(5)
    const ticket = await ticketOf(all[0] as ServedRequest)
    expect(ticket).toMatchObject({ channel: 'platform', categoryId: category.id, hasUnread: true, contact: null })
    expect(ticket.place).toMatchObject({ lat: 43.8434, lon: 10.5721, text: 'Via Romana', precision: 'point' })
    // Its point says in which district it is.
    expect(ticket.place.districtId).toBe(valueOf(await admin.settings.catalog({})).districts[0]?.id)
    const { entries } = valueOf(await giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.find(({ message }) => message !== null)?.message).toMatchObject({
      via: 'platform',
      subject: 'Comuni-Chiamo 01',
      attachments: [{ type: 'image/png' }],
    })
    expect((await ticketOf(all[4] as ServedRequest)).categoryId).toBeNull()
    expect(
      server.asked
        .filter((line) => line.startsWith('GET /open311/'))
        .every((line) => line.includes('jurisdiction_id=capannori.it')),
    ).toBe(true)
  })

  it('takes nothing in twice, however often and in whichever form it is read', async () => {
    const one = report()
    await sync()
    const { updatedAt } = await ticketOf(one).then((ticket) => ({ updatedAt: ticket.lastActivityAt }))
    expect(await sync()).toMatchObject({ opened: 0, updated: 0 })
    server.speaks.json = false
    expect(await sync()).toMatchObject({ opened: 0, updated: 0 })
    expect((await ticketOf(one)).lastActivityAt).toBe(updatedAt)
  })

  it('reads a server that knows XML alone, keeps zeros of numbers, and takes 0,0 for no place', async () => {
    server.speaks.json = false
    const one = report({ id: '000777', lat: '0', long: '0', description: 'Lampione <b>rotto</b> & spento' })
    expect((await sync()).opened).toBe(1)
    const ticket = await ticketOf(one)
    expect(ticket.description).toBe('Lampione <b>rotto</b> & spento')
    expect(ticket.place).toMatchObject({ lat: null, lon: null })
    const { entries } = valueOf(await giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.some(({ message }) => message?.subject === 'Comuni-Chiamo 000777')).toBe(true)
  })

  it('tells the state once it cannot be taken back, and the newest one only', async () => {
    const one = report()
    await sync()
    const ticket = await ticketOf(one)
    const before = server.posted.length
    const step = valueOf(await giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    valueOf(await giorgio.tickets.undoStep({ id: ticket.id, entryId: step.entryId }))
    await later(5 * MINUTE_MS)
    expect((await sync()).told).toBe(0)
    valueOf(await giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    expect((await sync()).told).toBe(0)
    valueOf(await giorgio.tickets.changeStatus({ id: ticket.id, base: 'accepted', to: 'in_progress' }))
    await later(5 * MINUTE_MS)
    expect((await sync()).told).toBe(1)
    expect((await sync()).told).toBe(0)
    const [form, ...more] = server.posted.slice(before)
    expect(more).toEqual([])
    expect(Object.fromEntries(form ?? [])).toMatchObject({ service_request_id: one.id, status: 'IN_PROGRESS' })
    // Ours, read back, is no news.
    const { entries } = valueOf(await giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.filter(({ kind }) => kind === 'platform').map(({ data }) => data['to'])).toEqual(['told'])
  })

  it('tells the official answer and nothing that was written to one person', async () => {
    const one = report()
    await sync()
    const ticket = await ticketOf(one)
    const before = server.posted.length
    const say = (text: string, official: boolean) =>
      giorgio.messages.reply({
        ticketId: ticket.id,
        via: 'phone',
        text,
        official,
        seenEntryId: Number.MAX_SAFE_INTEGER,
        close: official ? { base: 'new', outcome: 'resolved' } : null,
      })
    // Whoever writes it is told that all can read it.
    const { publishedOn } = valueOf(await giorgio.messages.recipients({ ticketId: ticket.id }))
    expect(publishedOn).toEqual(['Comuni-Chiamo'])
    valueOf(await say('Signora Verdi, la richiamo domani', false))
    valueOf(await say('Riparata oggi.', true))
    await later(5 * MINUTE_MS)
    await sync()
    const told = server.posted.slice(before).map((form) => [form.get('status'), form.get('description')])
    expect(told).toContainEqual(['FIXED', 'Riparata oggi.'])
    expect(JSON.stringify(told)).not.toContain('Verdi')
  })

  it('shows what others add there and what state it was given, and leaves the office its own', async () => {
    const one = report()
    await sync()
    const ticket = await ticketOf(one)
    server.updates.push({
      id: 'c1',
      requestId: one.id,
      status: 'FIXED',
      description: 'Mi pare a posto',
      updatedAt: iso(now - 1000),
    })
    expect((await sync()).updated).toBe(1)
    one.status = 'closed'
    one.updatedAt = iso(now - 60_000 * 60 * 24)
    expect(await sync()).toMatchObject({ opened: 0, updated: 0 })
    one.updatedAt = iso(now)
    expect((await sync()).updated).toBe(1)
    expect((await sync()).updated).toBe(0)
    expect((await ticketOf(one)).status).toBe('new')
    const { entries } = valueOf(await giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.filter(({ message }) => message?.text === 'Mi pare a posto')).toHaveLength(1)
    expect(entries.filter(({ kind }) => kind === 'platform').map(({ data }) => data['platformStatus'])).toEqual([
      'FIXED',
      'CLOSED',
    ])
  })

  it('keeps what a broken server did not take, says so, and tells it later, once', async () => {
    const one = report()
    await sync()
    const ticket = await ticketOf(one)
    valueOf(await giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    await later(5 * MINUTE_MS)
    server.broken = 503
    expect(codeOf(await admin.platforms.checkNow({ id }))).toBe('platform_failing')
    // What it answered is said, so that whoever runs the platform knows it again.
    expect((await card()).failure).toMatchObject({ code: 'platform_failing', details: { answered: '503, broken' } })
    expect(valueOf(await admin.desk.health({})).platforms).toEqual([
      { name: 'Comuni-Chiamo', failure: 'platform_failing' },
    ])
    server.broken = null
    expect((await sync()).told).toBe(1)
    expect((await card()).failure).toBeNull()
  })

  it('waits for a key that is right, and loses nothing meanwhile', async () => {
    const one = report()
    await sync()
    const ticket = await ticketOf(one)
    valueOf(await giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    await later(5 * MINUTE_MS)
    valueOf(await admin.platforms.setKey({ id, key: 'wrong' }))
    expect(codeOf(await admin.platforms.checkNow({ id }))).toBe('platform_key_refused')
    expect((await card()).waiting).toBe(1)
    valueOf(await admin.platforms.setKey({ id, key: GEOREPORT_KEY }))
    expect((await sync()).told).toBe(1)
  })

  it('asks again for updates that a broken server kept to itself, however long it was broken', async () => {
    const one = report()
    await sync()
    const ticket = await ticketOf(one)
    server.updates.push({ id: 'c2', requestId: one.id, status: '', description: 'Peggiora', updatedAt: iso(now) })
    server.broken = 503
    server.brokenResource = 'servicerequestupdates.json'
    expect(codeOf(await admin.platforms.checkNow({ id }))).toBe('platform_failing')
    await later(2 * DAY_MS)
    expect(codeOf(await admin.platforms.checkNow({ id }))).toBe('platform_failing')
    server.broken = null
    await sync()
    const { entries } = valueOf(await giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.filter(({ message }) => message?.text === 'Peggiora')).toHaveLength(1)
  })

  it('begins with the last month, and takes nothing older in when it looks back', async () => {
    const other = await startGeoReport()
    try {
      const fields = { name: 'Altra', url: other.url, jurisdiction: '', active: true, push: false }
      const otherId = valueOf(await admin.platforms.create(fields)).id
      const old = report({ requestedAt: iso(now - 60 * DAY_MS), updatedAt: iso(now - 60 * DAY_MS) })
      const recent = report({ requestedAt: iso(now - 20 * DAY_MS), updatedAt: iso(now - 20 * DAY_MS) })
      other.requests.push(...server.requests.splice(-2))
      expect(valueOf(await admin.platforms.checkNow({ id: otherId })).opened).toBe(1)
      await later(7 * HOUR_MS)
      recent.status = 'closed'
      recent.updatedAt = iso(now)
      expect(valueOf(await admin.platforms.checkNow({ id: otherId }))).toMatchObject({ opened: 0, updated: 1 })
      await expect(ticketOf(old)).rejects.toThrow('0 tickets')
    } finally {
      await other.close()
    }
  })

  it('leaves out what was settled before it was first read, and says so of what was settled since', async () => {
    const other = await startGeoReport()
    try {
      const fields = { name: 'Terza', url: other.url, jurisdiction: '', active: true, push: false }
      const thirdId = valueOf(await admin.platforms.create(fields)).id
      const before = now - 9 * DAY_MS
      report({ status: 'closed', requestedAt: iso(before), updatedAt: iso(before) })
      const fresh = report({ status: 'closed', updatedAt: iso(now), statusNotes: 'Riparata da noi' })
      other.requests.push(...server.requests.splice(-2))
      expect(valueOf(await admin.platforms.checkNow({ id: thirdId })).opened).toBe(1)
      await later(7 * HOUR_MS)
      expect(valueOf(await admin.platforms.checkNow({ id: thirdId })).opened).toBe(0)
      const ticket = await ticketOf(fresh)
      expect(ticket.status).toBe('new')
      const { entries } = valueOf(await giorgio.tickets.timeline({ id: ticket.id }))
      expect(entries.flatMap(({ message }) => message?.text ?? [])).toContain('Riparata da noi')
      expect(entries.find(({ kind }) => kind === 'platform')?.data['platformStatus']).toBe('CLOSED')
    } finally {
      await other.close()
    }
  })

  it('says that the disk is full, and gives its turn back whatever broke', async () => {
    const one = report({ mediaUrl: server.url.replace('/open311/v2', '/photo.png') })
    const failing = (error: Error): PlatformParts =>
      partsWith((files) => Object.create(files, { put: { value: () => Promise.reject(error) } }) as AttachmentFiles)
    const full = await syncNow(failing(Object.assign(new Error('no room'), { code: 'ENOSPC' })), id)
    expect(codeOf(full)).toBe('disk_full')
    expect((await card()).failure?.code).toBe('disk_full')
    await expect(syncNow(failing(new Error('a bug')), id)).rejects.toThrow('a bug')
    const another = new Leases(desk.engine.current.store, 'another desk')
    expect((await another.hold(`platform:${id}`)).state).toBe('held')
    await another.release(`platform:${id}`)
    expect((await sync()).opened).toBe(1)
    expect((await ticketOf(one)).channel).toBe('platform')
  })

  it('reads a server without updates, and follows no redirect to another machine', async () => {
    expect(valueOf(await admin.platforms.test({ url: server.url, jurisdiction: '' }))).toEqual({
      services: 2,
      hasUpdates: true,
    })
    server.speaks.updates = false
    const url = server.url.replace('/open311/v2', '/elsewhere#')
    expect(valueOf(await admin.platforms.test({ url: server.url, jurisdiction: '' }))).toEqual({
      services: 2,
      hasUpdates: false,
    })
    expect(codeOf(await admin.platforms.test({ url, jurisdiction: '' }))).toBe('platform_refused')
    expect(codeOf(await admin.platforms.test({ url: 'http://127.0.0.1:1/open311', jurisdiction: '' }))).toBe(
      'platform_unreachable',
    )
  })
})
