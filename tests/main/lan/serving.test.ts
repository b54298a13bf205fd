import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LinkStatus } from '@shared/contract/link'
import type { ServingStatus } from '@shared/contract/serving'
import type { TicketId } from '@shared/kernel/ids'
import { PASSWORD, codeOf, makeOfficeStore, valueOf } from '../../support/engine'
import { startEngine } from '../../support/engine-bundle'
import type { EngineProcessUnderTest, PageLine } from '../../support/engine-process'
import { eventually } from '../../support/eventually'
import { freePorts } from '../../support/free-ports'
import { pairWithServing, serveFrom, storeIn } from '../../support/lan-desks'

/** Real engine processes over real TLS on loopback: one serves its store, the others work on it. */
describe('a desk serves its store to the others', () => {
  let folder: string
  let serving: EngineProcessUnderTest
  let admin: PageLine
  const running: EngineProcessUnderTest[] = []

  const start = async (name: string, options: { store?: boolean; version?: string } = {}) => {
    const engine = await startEngine({
      userFolder: join(folder, name),
      ...(options.store ? { storePath: storeIn(folder) } : {}),
      ...(options.version === undefined ? {} : { version: options.version }),
    })
    running.push(engine)
    return engine
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-lan-'))
    await makeOfficeStore(storeIn(folder))
    serving = await start('serve', { store: true })
    admin = serving.line()
    await admin.signIn('administrator')
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((engine) => engine.stop()))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const report = async (page: PageLine, subject: string): Promise<TicketId> =>
    valueOf(await page.client.tickets.create({ channel: 'phone', subject, description: 'Davanti alla scuola.' })).id

  /** Another engine, paired and connected, with the page that did it. */
  const paired = async (name: string, status?: ServingStatus) => {
    const engine = await start(name)
    const page = engine.line()
    const shown = status ?? valueOf(await admin.client.serving.newCode({}))
    valueOf(await pairWithServing(page, shown))
    await eventually('the link', async () => (await page.linkState()) === 'connected')
    return { engine, page }
  }
  const news = (page: PageLine, name: string): number => page.events.filter((event) => event.name === name).length

  it('pairs by code, asks for a password, and then both work on the same tickets', async () => {
    const status = await serveFrom(admin)
    expect(statSync(join(folder, 'serve', 'servizio', 'chiave.pem')).mode & 0o777).toBe(0o600)
    const { engine, page } = await paired('other', status)

    const there = valueOf(await page.client.desk.status({}))
    expect(there).toMatchObject({ servedBy: status.name, mayChooseStore: false })
    expect(there.store).toMatchObject({ name: 'archivio.db', path: '' })
    expect(codeOf(await page.client.tickets.list({}))).toBe('unauthenticated')
    await page.signIn('manager')
    await eventually('the counts of its tray, before anything has changed', () =>
      engine.told.some(({ kind }) => kind === 'counts'),
    )
    const before = news(admin, 'changes')
    const made = await report(page, 'Buca in via Roma')
    await eventually('the news at the serving desk', () => news(admin, 'changes') > before)
    expect(valueOf(await admin.client.tickets.get({ id: made })).subject).toBe('Buca in via Roma')
    const seen = news(page, 'changes')
    await report(admin, 'Albero caduto')
    await eventually('the news at the other desk', () => news(page, 'changes') > seen)
    const [listed] = valueOf(await admin.client.serving.status({})).desks
    expect(listed).toMatchObject({ connected: true, address: '127.0.0.1' })
    expect(existsSync(join(folder, 'other', 'archivio.db'))).toBe(false)
  })

  it('keeps to the serving desk what belongs to its disks and its network', async () => {
    const { page } = await paired('other', await serveFrom(admin))
    await page.signIn('administrator')
    const calls: readonly (readonly [string, unknown])[] = [
      ['desk.openStore', { path: storeIn(folder) }],
      ['desk.openDemo', {}],
      ['desk.closeStore', {}],
      ['copies.make', { folder }],
      ['copies.check', { file: storeIn(folder) }],
      ['copies.look', { file: storeIn(folder) }],
      ['copies.restore', { file: storeIn(folder) }],
      ['serving.status', {}],
      ['serving.newCode', {}],
      ['serving.stop', {}],
    ]
    for (const [name, input] of calls)
      expect([name, codeOf(await page.invoke(name, input))]).toEqual([name, 'only_on_serving_desk'])
    expect(valueOf(await page.client.desk.recentStores({}))).toEqual({ stores: [], suggested: '' })
    expect(codeOf(await page.client.settings.all({}))).toBe('ok')
  })

  it('tells the other desk’s host of a call that may be taken there, until it is', async () => {
    const { engine, page } = await paired('other', await serveFrom(admin))
    await page.signIn('phone')
    const [port] = await freePorts(1)
    const { url } = valueOf(await admin.client.telephone.start({ port }))
    const call = { callId: 'c-1', from: '393351112223', to: '393351397378', direction: 'in' }
    await fetch(url, { method: 'POST', body: new URLSearchParams({ event: 'newCall', ...call }) })
    const bells = (of: EngineProcessUnderTest) => of.told.filter(({ kind }) => kind === 'call')
    await eventually('both bells', () => bells(engine).length === 1 && bells(serving).length === 1)
    expect(bells(engine)).toMatchObject([{ rings: true, line: 'Cantoniere di paese' }])
    const [ringing] = valueOf(await page.client.calls.ringing({})).calls
    valueOf(await page.client.calls.take({ id: ringing?.id as never }))
    await eventually('their end', () => bells(engine).length === 2 && bells(serving).length === 2)
    expect(bells(engine)[1]).toMatchObject({ callId: ringing?.id, rings: false })
  })

  it('enforces roles over the line', async () => {
    const { page } = await paired('other', await serveFrom(admin))
    await page.signIn('reader')
    expect(codeOf(await page.client.tickets.create({ channel: 'phone', subject: 'x', description: 'y' }))).toBe(
      'forbidden',
    )
  })

  it('refuses a wrong code, a used code and an old certificate, and slows a guesser down', async () => {
    const status = await serveFrom(admin)
    const page = (await start('other')).line()
    const { address, port } = status
    const fingerprint = status.fingerprint ?? ''
    const code = status.pairing?.code ?? ''
    const offer = { address, port, fingerprint, code }
    expect(codeOf(await page.client.link.pair({ ...offer, fingerprint: 'A'.repeat(64) }))).toBe('peer_untrusted')
    expect(codeOf(await page.client.link.pair({ ...offer, code: '0000-0000' }))).toBe('pairing_refused')
    expect(valueOf(await page.client.link.status({})).state).toBe('none')
    valueOf(await page.client.link.pair({ ...offer, code: ` ${code.toLowerCase().replace('-', ' ')} ` }))
    const third = (await start('third')).line()
    expect(codeOf(await third.client.link.pair(offer)), 'a code is good once').toBe('pairing_refused')
    for (let guess = 0; guess < 4; guess += 1) await third.client.link.pair(offer)
    expect(codeOf(await third.client.link.pair(offer))).toBe('too_many_attempts')
    expect(codeOf(await page.client.desk.status({})), 'who is paired is not slowed').toBe('ok')
  })

  it('refuses a desk of another version, by name', async () => {
    const status = await serveFrom(admin)
    const page = (await start('newer', { version: 'later' })).line()
    expect(codeOf(await pairWithServing(page, status))).toBe('peer_other_version')
  })

  it('slows down whoever tries one password on many names', async () => {
    const { page } = await paired('other', await serveFrom(admin))
    const tryAs = async (username: string) =>
      codeOf(await page.client.accounts.signIn({ username, password: 'sbagliata' }))
    for (const name of ['a1', 'b2', 'c3', 'd4', 'e5']) expect(await tryAs(name)).toBe('wrong_credentials')
    expect(await tryAs('manager')).toBe('too_many_attempts')
    expect(codeOf(await admin.client.accounts.unlock({ password: PASSWORD })), 'the desk itself goes on').toBe('ok')
  })

  it('cuts a revoked desk off at once, and lets it come back only by pairing', async () => {
    const { page } = await paired('other', await serveFrom(admin))
    const { token } = await page.signIn('manager')
    const [listed] = valueOf(await admin.client.serving.status({})).desks
    valueOf(await admin.client.serving.revoke({ id: listed?.id ?? '' }))
    await eventually('the cut line', async () => (await page.linkState()) === 'revoked')
    expect(codeOf(await page.client.tickets.list({}))).toBe('engine_unreachable')
    expect(valueOf(await admin.client.serving.status({})).desks).toEqual([])
    valueOf(await pairWithServing(page, valueOf(await admin.client.serving.newCode({}))))
    await eventually('the link', async () => (await page.linkState()) === 'connected')
    expect(codeOf(await page.client.accounts.resume({ token })), 'its session ended with it').toBe('unauthenticated')
  })

  it('says so when the serving desk hangs, and what was under way is answered when it goes on', async () => {
    const { page } = await paired('other', await serveFrom(admin))
    const { token } = await page.signIn('manager')
    const states = () =>
      page.events.filter(({ name }) => name === 'link').map(({ payload }) => (payload as LinkStatus).state)
    const before = states().length
    serving.child.kill('SIGSTOP')
    const underWay = page.client.tickets.create({ channel: 'phone', subject: 'In volo', description: 'Forse.' })
    await eventually('the silence', () => states().slice(before).includes('lost'))
    serving.child.kill('SIGCONT')
    await eventually('the link', async () => (await page.linkState()) === 'connected')
    const answer = await underWay
    // A machine that was away for longer than the line's patience has cut it: then nobody knows, and says so.
    expect(['ok', 'engine_unreachable']).toContain(codeOf(answer))
    expect(codeOf(await page.client.accounts.resume({ token })), 'its session lives on').toBe('ok')
    const filed = valueOf(await page.client.tickets.list({})).rows.map(({ subject }) => subject)
    // What was answered is there once; what was not may be there or not, and never twice.
    expect(filed).toEqual(codeOf(answer) === 'ok' || filed.length > 0 ? ['In volo'] : [])
  })

  it('says so when the serving desk dies, refuses what was under way, and comes back by itself', async () => {
    const status = await serveFrom(admin)
    const { engine, page } = await paired('other', status)
    await page.signIn('manager')
    // The serving process is stopped in its tracks: the call is on its way and nobody answers.
    serving.child.kill('SIGSTOP')
    const underWay = page.client.tickets.create({ channel: 'phone', subject: 'In volo', description: 'Forse.' })
    await serving.kill()
    expect(codeOf(await underWay)).toBe('engine_unreachable')
    await eventually('the loss', () =>
      page.events.some(({ name, payload }) => name === 'link' && (payload as LinkStatus).state === 'lost'),
    )
    expect(codeOf(await page.client.tickets.list({}))).toBe('engine_unreachable')

    // As the host does it; the port is the one that the desk remembers.
    serving = await start('serve', { store: true })
    await eventually('the link', async () => (await page.linkState()) === 'connected')
    expect(codeOf(await page.client.tickets.list({})), 'sessions died with the engine').toBe('unauthenticated')
    await page.signIn('manager')
    expect(valueOf(await page.client.tickets.list({})).rows.map(({ subject }) => subject)).toEqual([])

    // And the desk itself remembers where it belongs.
    await engine.stop()
    const again = (await start('other')).line()
    await eventually('the link', async () => (await again.linkState()) === 'connected')
    expect(valueOf(await again.client.desk.status({})).servedBy).toBe(status.name)
  })

  it('does not let a passer-by unlink a desk, and lets whoever signed in do it', async () => {
    const { page } = await paired('other', await serveFrom(admin))
    expect(codeOf(await page.client.link.leave({}))).toBe('unauthenticated')
    await page.signIn('counter')
    expect(valueOf(await page.client.link.leave({})).state).toBe('none')
    expect(valueOf(await page.client.desk.status({}))).toMatchObject({ servedBy: null, store: null })
    expect(page.events.some(({ name }) => name === 'signedOut')).toBe(true)
  })

  it('is found at its new address without pairing anew, and nobody else is taken for it', async () => {
    const status = await serveFrom(admin)
    const { page } = await paired('other', status)
    const { token } = await page.signIn('manager')
    const stranger = await startEngine({ userFolder: join(folder, 'stranger'), storePath: join(folder, 'altro.db') })
    running.push(stranger)
    valueOf(await admin.client.serving.stop({}))
    const moved = await serveFrom(admin)
    await eventually('the loss', async () => (await page.linkState()) === 'lost')
    const at = { address: '127.0.0.1', port: moved.port }
    expect(moved.port).not.toBe(status.port)
    expect(codeOf(await page.client.link.reach({ address: '127.0.0.1', port: status.port }))).toBe('peer_unreachable')
    expect(valueOf(await page.client.link.reach(at))).toMatchObject(at)
    await eventually('the link', async () => (await page.linkState()) === 'connected')
    valueOf(await page.client.accounts.resume({ token }))
    expect(valueOf(await page.client.link.status({}))).toMatchObject(at)
    expect(valueOf(await admin.client.serving.status({})).desks).toHaveLength(1)
  })

  it('is found by its name where the address at which it was paired is nobody’s any more', async () => {
    const { engine } = await paired('other', await serveFrom(admin))
    await engine.stop()
    const file = join(folder, 'other', 'desk.json')
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { link: Record<string, object> }
    for (const [seat, link] of Object.entries(kept.link))
      kept.link[seat] = { ...link, address: '127.0.0.99', name: 'localhost' }
    writeFileSync(file, JSON.stringify(kept))
    const again = (await start('other')).line()
    await eventually('the link', async () => (await again.linkState()) === 'connected')
    valueOf(await again.signIn('manager').then(() => again.client.tickets.list({})))
  })

  it('waits for a port that somebody else holds, and takes it when it is free', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const { port } = squatter.address() as AddressInfo
    const waiting = valueOf(await admin.client.serving.start({ address: '127.0.0.1', port }))
    expect(waiting).toMatchObject({ state: 'waiting', errorCode: 'port_in_use' })
    squatter.close()
    await eventually('the port', async () => valueOf(await admin.client.serving.status({})).state === 'listening')
    valueOf(await admin.client.serving.stop({}))
    expect(valueOf(await admin.client.serving.status({})).state).toBe('off')
  })
})
