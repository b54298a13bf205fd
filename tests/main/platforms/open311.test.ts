import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import type { PlatformParts } from '@main/features/platforms/platform-ports'
import { syncNow } from '@main/features/platforms/sync-platform'
import { open311Client } from '@main/open311/open311-client'
import { secureRandom } from '@main/platform/random'
import { fileSecrets } from '@main/platform/secrets'
import type { AttachmentFiles } from '@main/store/attachment-files'
import { CurrentStore } from '@main/store/current-store'
import { Leases } from '@main/store/leases'
import { codeOf, valueOf } from '../../support/engine'
import { GEOREPORT_KEY, type ServedRequest, startGeoReport } from '../../support/georeport-server'
import { type PlatformDesk, iso, openPlatformDesk } from '../../support/platform-desk'

let town: PlatformDesk
const partsWith = (change: (files: AttachmentFiles) => AttachmentFiles = (files) => files): PlatformParts => {
  const { opened } = town.desk.engine.current
  if (opened === null) throw new Error('no store')
  const current = new CurrentStore()
  current.set({ ...opened, files: change(opened.files) })
  const { clock, logger } = town.desk.engine
  const secrets = fileSecrets(join(town.desk.folder, 'segreti.json'))
  return { current, clock, logger, random: secureRandom, secrets, open311: open311Client(() => Promise.resolve(404)) }
}

beforeAll(async () => {
  town = await openPlatformDesk()
})
beforeEach(async () => {
  await town.later(HOUR_MS)
  town.server.broken = null
  town.server.brokenResource = ''
  town.server.speaks = { json: true, updates: true }
})
afterAll(() => town.close())

describe('an online platform that speaks Open311', () => {
  it('brings its reports in, page by page, with place, picture and the category that its service stands for', async () => {
    const { categories } = valueOf(await town.giorgio.settings.catalog({}))
    const [category] = categories
    if (category === undefined) throw new Error('no category')
    valueOf(await town.admin.platforms.mapService({ id: town.id, code: '001', categoryId: category.id }))
    const photo = town.server.url.replace('/open311/v2', '/photo.png')
    const all = [
      town.report({ mediaUrl: photo }),
      town.report(),
      town.report(),
      town.report(),
      town.report({ code: 'LUCE' }),
    ]
    expect((await town.sync()).opened).toBe(5)
    const ticket = await town.ticketOf(all[0] as ServedRequest)
    expect(ticket).toMatchObject({ channel: 'platform', categoryId: category.id, hasUnread: true, contact: null })
    expect(ticket.place).toMatchObject({ lat: 43.8434, lon: 10.5721, text: 'Via Romana', precision: 'point' })
    // Its point says in which district it is.
    expect(ticket.place.districtId).toBe(valueOf(await town.admin.settings.catalog({})).districts[0]?.id)
    const { entries } = valueOf(await town.giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.find(({ message }) => message !== null)?.message).toMatchObject({
      via: 'platform',
      subject: 'Comuni-Chiamo 01',
      attachments: [{ type: 'image/png' }],
    })
    expect((await town.ticketOf(all[4] as ServedRequest)).categoryId).toBeNull()
    expect(
      town.server.asked
        .filter((line) => line.startsWith('GET /open311/'))
        .every((line) => line.includes('jurisdiction_id=capannori.it')),
    ).toBe(true)
  })

  it('takes nothing in twice, however often and in whichever form it is read', async () => {
    const one = town.report()
    await town.sync()
    const { updatedAt } = await town.ticketOf(one).then((ticket) => ({ updatedAt: ticket.lastActivityAt }))
    expect(await town.sync()).toMatchObject({ opened: 0, updated: 0 })
    town.server.speaks.json = false
    expect(await town.sync()).toMatchObject({ opened: 0, updated: 0 })
    expect((await town.ticketOf(one)).lastActivityAt).toBe(updatedAt)
  })

  it('reads a server that knows XML alone, keeps zeros of numbers, and takes 0,0 for no place', async () => {
    town.server.speaks.json = false
    const one = town.report({ id: '000777', lat: '0', long: '0', description: 'Lampione <b>rotto</b> & spento' })
    expect((await town.sync()).opened).toBe(1)
    const ticket = await town.ticketOf(one)
    expect(ticket.description).toBe('Lampione <b>rotto</b> & spento')
    expect(ticket.place).toMatchObject({ lat: null, lon: null })
    const { entries } = valueOf(await town.giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.some(({ message }) => message?.subject === 'Comuni-Chiamo 000777')).toBe(true)
  })

  it('tells the state once it cannot be taken back, and the newest one only', async () => {
    const one = town.report()
    await town.sync()
    const ticket = await town.ticketOf(one)
    const before = town.server.posted.length
    const step = valueOf(await town.giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    valueOf(await town.giorgio.tickets.undoStep({ id: ticket.id, entryId: step.entryId }))
    await town.later(5 * MINUTE_MS)
    expect((await town.sync()).told).toBe(0)
    valueOf(await town.giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    expect((await town.sync()).told).toBe(0)
    valueOf(await town.giorgio.tickets.changeStatus({ id: ticket.id, base: 'accepted', to: 'in_progress' }))
    await town.later(5 * MINUTE_MS)
    expect((await town.sync()).told).toBe(1)
    expect((await town.sync()).told).toBe(0)
    const [form, ...more] = town.server.posted.slice(before)
    expect(more).toEqual([])
    expect(Object.fromEntries(form ?? [])).toMatchObject({ service_request_id: one.id, status: 'IN_PROGRESS' })
    // Ours, read back, is no news.
    const { entries } = valueOf(await town.giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.filter(({ kind }) => kind === 'platform').map(({ data }) => data['to'])).toEqual(['told'])
  })

  it('tells the official answer and nothing that was written to one person', async () => {
    const one = town.report()
    await town.sync()
    const ticket = await town.ticketOf(one)
    const before = town.server.posted.length
    const say = (text: string, official: boolean) =>
      town.giorgio.messages.reply({
        ticketId: ticket.id,
        via: 'phone',
        text,
        official,
        seenEntryId: Number.MAX_SAFE_INTEGER,
        close: official ? { base: 'new', outcome: 'resolved' } : null,
      })
    // Whoever writes it is told that all can read it.
    const { publishedOn } = valueOf(await town.giorgio.messages.recipients({ ticketId: ticket.id }))
    expect(publishedOn).toEqual(['Comuni-Chiamo'])
    valueOf(await say('Signora Verdi, la richiamo domani', false))
    valueOf(await say('Riparata oggi.', true))
    await town.later(5 * MINUTE_MS)
    await town.sync()
    const told = town.server.posted.slice(before).map((form) => [form.get('status'), form.get('description')])
    expect(told).toContainEqual(['FIXED', 'Riparata oggi.'])
    expect(JSON.stringify(told)).not.toContain('Verdi')
  })

  it('shows what others add there and what state it was given, and leaves the office its own', async () => {
    const one = town.report()
    await town.sync()
    const ticket = await town.ticketOf(one)
    town.server.updates.push({
      id: 'c1',
      requestId: one.id,
      status: 'FIXED',
      description: 'Mi pare a posto',
      updatedAt: iso(town.now - 1000),
    })
    expect((await town.sync()).updated).toBe(1)
    one.status = 'closed'
    one.updatedAt = iso(town.now - 60_000 * 60 * 24)
    expect(await town.sync()).toMatchObject({ opened: 0, updated: 0 })
    one.updatedAt = iso(town.now)
    expect((await town.sync()).updated).toBe(1)
    expect((await town.sync()).updated).toBe(0)
    expect((await town.ticketOf(one)).status).toBe('new')
    const { entries } = valueOf(await town.giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.filter(({ message }) => message?.text === 'Mi pare a posto')).toHaveLength(1)
    expect(entries.filter(({ kind }) => kind === 'platform').map(({ data }) => data['platformStatus'])).toEqual([
      'FIXED',
      'CLOSED',
    ])
  })

  it('keeps what a broken server did not take, says so, and tells it later, once', async () => {
    const one = town.report()
    await town.sync()
    const ticket = await town.ticketOf(one)
    valueOf(await town.giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    await town.later(5 * MINUTE_MS)
    town.server.broken = 503
    expect(codeOf(await town.admin.platforms.checkNow({ id: town.id }))).toBe('platform_failing')
    // What it answered is said, so that whoever runs the platform knows it again.
    expect((await town.card()).failure).toMatchObject({
      code: 'platform_failing',
      details: { answered: '503, broken' },
    })
    expect(valueOf(await town.admin.desk.health({})).platforms).toEqual([
      { name: 'Comuni-Chiamo', failure: 'platform_failing' },
    ])
    town.server.broken = null
    expect((await town.sync()).told).toBe(1)
    expect((await town.card()).failure).toBeNull()
  })

  it('waits for a key that is right, and loses nothing meanwhile', async () => {
    const one = town.report()
    await town.sync()
    const ticket = await town.ticketOf(one)
    valueOf(await town.giorgio.tickets.changeStatus({ id: ticket.id, base: 'new', to: 'accepted' }))
    await town.later(5 * MINUTE_MS)
    valueOf(await town.admin.platforms.setKey({ id: town.id, key: 'wrong' }))
    expect(codeOf(await town.admin.platforms.checkNow({ id: town.id }))).toBe('platform_key_refused')
    expect((await town.card()).waiting).toBe(1)
    valueOf(await town.admin.platforms.setKey({ id: town.id, key: GEOREPORT_KEY }))
    expect((await town.sync()).told).toBe(1)
  })

  it('asks again for updates that a broken server kept to itself, however long it was broken', async () => {
    const one = town.report()
    await town.sync()
    const ticket = await town.ticketOf(one)
    town.server.updates.push({
      id: 'c2',
      requestId: one.id,
      status: '',
      description: 'Peggiora',
      updatedAt: iso(town.now),
    })
    town.server.broken = 503
    town.server.brokenResource = 'servicerequestupdates.json'
    expect(codeOf(await town.admin.platforms.checkNow({ id: town.id }))).toBe('platform_failing')
    await town.later(2 * DAY_MS)
    expect(codeOf(await town.admin.platforms.checkNow({ id: town.id }))).toBe('platform_failing')
    town.server.broken = null
    await town.sync()
    const { entries } = valueOf(await town.giorgio.tickets.timeline({ id: ticket.id }))
    expect(entries.filter(({ message }) => message?.text === 'Peggiora')).toHaveLength(1)
  })

  it('begins with the last month, and takes nothing older in when it looks back', async () => {
    const other = await startGeoReport()
    try {
      const fields = { name: 'Altra', url: other.url, jurisdiction: '', active: true, push: false }
      const otherId = valueOf(await town.admin.platforms.create(fields)).id
      const old = town.report({ requestedAt: iso(town.now - 60 * DAY_MS), updatedAt: iso(town.now - 60 * DAY_MS) })
      const recent = town.report({ requestedAt: iso(town.now - 20 * DAY_MS), updatedAt: iso(town.now - 20 * DAY_MS) })
      other.requests.push(...town.server.requests.splice(-2))
      expect(valueOf(await town.admin.platforms.checkNow({ id: otherId })).opened).toBe(1)
      await town.later(7 * HOUR_MS)
      recent.status = 'closed'
      recent.updatedAt = iso(town.now)
      expect(valueOf(await town.admin.platforms.checkNow({ id: otherId }))).toMatchObject({ opened: 0, updated: 1 })
      await expect(town.ticketOf(old)).rejects.toThrow('0 tickets')
    } finally {
      await other.close()
    }
  })

  it('leaves out what was settled before it was first read, and says so of what was settled since', async () => {
    const other = await startGeoReport()
    try {
      const fields = { name: 'Terza', url: other.url, jurisdiction: '', active: true, push: false }
      const thirdId = valueOf(await town.admin.platforms.create(fields)).id
      const before = town.now - 9 * DAY_MS
      town.report({ status: 'closed', requestedAt: iso(before), updatedAt: iso(before) })
      const fresh = town.report({ status: 'closed', updatedAt: iso(town.now), statusNotes: 'Riparata da noi' })
      other.requests.push(...town.server.requests.splice(-2))
      expect(valueOf(await town.admin.platforms.checkNow({ id: thirdId })).opened).toBe(1)
      await town.later(7 * HOUR_MS)
      expect(valueOf(await town.admin.platforms.checkNow({ id: thirdId })).opened).toBe(0)
      const ticket = await town.ticketOf(fresh)
      expect(ticket.status).toBe('new')
      const { entries } = valueOf(await town.giorgio.tickets.timeline({ id: ticket.id }))
      expect(entries.flatMap(({ message }) => message?.text ?? [])).toContain('Riparata da noi')
      expect(entries.find(({ kind }) => kind === 'platform')?.data['platformStatus']).toBe('CLOSED')
    } finally {
      await other.close()
    }
  })

  it('says that the disk is full, and gives its turn back whatever broke', async () => {
    const one = town.report({ mediaUrl: town.server.url.replace('/open311/v2', '/photo.png') })
    const failing = (error: Error): PlatformParts =>
      partsWith((files) => Object.create(files, { put: { value: () => Promise.reject(error) } }) as AttachmentFiles)
    const full = await syncNow(failing(Object.assign(new Error('no room'), { code: 'ENOSPC' })), town.id)
    expect(codeOf(full)).toBe('disk_full')
    expect((await town.card()).failure?.code).toBe('disk_full')
    await expect(syncNow(failing(new Error('a bug')), town.id)).rejects.toThrow('a bug')
    const another = new Leases(town.desk.engine.current.store, 'another desk')
    expect((await another.hold(`platform:${town.id}`)).state).toBe('held')
    await another.release(`platform:${town.id}`)
    expect((await town.sync()).opened).toBe(1)
    expect((await town.ticketOf(one)).channel).toBe('platform')
  })

  it('reads a server without updates, and follows no redirect to another machine', async () => {
    expect(valueOf(await town.admin.platforms.test({ url: town.server.url, jurisdiction: '' }))).toEqual({
      services: 2,
      hasUpdates: true,
    })
    town.server.speaks.updates = false
    const url = town.server.url.replace('/open311/v2', '/elsewhere#')
    expect(valueOf(await town.admin.platforms.test({ url: town.server.url, jurisdiction: '' }))).toEqual({
      services: 2,
      hasUpdates: false,
    })
    expect(codeOf(await town.admin.platforms.test({ url, jurisdiction: '' }))).toBe('platform_refused')
    expect(codeOf(await town.admin.platforms.test({ url: 'http://127.0.0.1:1/open311', jurisdiction: '' }))).toBe(
      'platform_unreachable',
    )
  })
})
