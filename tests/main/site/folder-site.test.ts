import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '@shared/kernel/instant'
import { codeOf, valueOf } from '../../support/engine'
import { type SiteDesk, openSiteDesk } from './site-desk'

let office: SiteDesk
let web = ''
const at = (path: string): string => join(web, path)
const text = (path: string): string => readFileSync(at(path), 'utf8')
const page = (code: string): string => text(`s/${code}.html`)
/** Every file of the site with its text. */
const everything = (): string[] =>
  readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

beforeAll(async () => {
  office = await openSiteDesk()
  web = mkdtempSync(join(tmpdir(), 'site-'))
  await office.settings({ target: { kind: 'folder', path: web }, publicUrl: 'https://segnalazioni.town.example/' })
})
afterAll(async () => {
  await office.desk.close()
  rmSync(web, { recursive: true, force: true })
})

describe('the public site in a folder', () => {
  it('has a page for each code that tells the state and nothing of the citizen', async () => {
    const { id, code } = await office.report()
    expect((await office.publish()).written).toBeGreaterThan(5)
    const first = page(code)
    expect(first).toContain('Ora: ricevuta')
    expect(first).toContain('Now: received')
    expect(first).toContain('name="robots" content="noindex')
    valueOf(await office.giorgio.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))
    await office.publish()
    expect(page(code)).toContain('Ora: presa in carico')
    for (const path of everything())
      expect(readFileSync(path, 'utf8')).not.toMatch(/Anna|Verdi|cancello|Romana|Lampione|428111/)
  })

  it('writes only what changed, and leaves no half file behind', async () => {
    const { id, code } = await office.report()
    const other = await office.report({ subject: 'Buca' })
    await office.publish()
    const untouched = statSync(at(`s/${other.code}.html`)).ino
    valueOf(await office.giorgio.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'not_found' }))
    const { written } = await office.publish()
    expect(page(code)).toContain('Sul posto non è stato trovato niente')
    expect(statSync(at(`s/${other.code}.html`)).ino).toBe(untouched)
    expect(written).toBeLessThan(7)
    expect(await office.publish()).toEqual({ written: 0, removed: 0 })
    expect(everything().filter((path) => path.includes('.part-'))).toEqual([])
  })

  it('names no code anywhere but in its own page', async () => {
    const { code } = await office.report({ lat: 43.8434, lon: 10.5721 })
    await office.publish()
    const naming = everything().filter((path) => readFileSync(path, 'utf8').includes(code))
    expect(naming).toEqual([at(`s/${code}.html`)])
    expect(text('s/index.html')).toContain('noindex')
    expect(text('robots.txt')).toContain('Disallow: /s/')
  })

  it('shows on the map only cells, counted together, and asks nothing of any other server', async () => {
    await office.report({ lat: 43.84341, lon: 10.57211 })
    await office.report({ lat: 43.84352, lon: 10.57233 })
    await office.publish()
    const { cells } = JSON.parse(text('points.json')) as { cells: { lat: number; lon: number; open: number }[] }
    expect(cells.length).toBeGreaterThan(0)
    expect(text('points.json')).not.toMatch(/43\.8434|43\.84352|10\.57211|10\.57233/)
    expect(Math.max(...cells.map(({ open }) => open))).toBeGreaterThanOrEqual(2)
    for (const path of ['index.html', 'mappa.html', 'map.html', 'assets/find.js', 'assets/map.js', 'assets/site.css'])
      expect(text(path).match(/(src|href|url|fetch)\W{1,3}https?:/g)).toBeNull()
    expect(text('feed.xml')).toContain('<feed')
  })

  it('tells in the feed the day that it is in the office, also after midnight', async () => {
    // Monday 09:12 in the office becomes Tuesday 00:12, which is Monday 23:12 in Greenwich.
    await office.later(15 * HOUR_MS)
    const { id, code } = await office.report()
    valueOf(await office.giorgio.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))
    await office.publish()
    expect(page(code)).toContain('24 novembre')
    expect(text('feed.xml')).toContain('<updated>2026-11-24T12:00:00Z</updated>')
  })

  it('follows a merged report to where it went', async () => {
    const master = await office.report()
    const { id, code } = await office.report({ subject: 'Lo stesso lampione' })
    valueOf(await office.giorgio.relations.merge({ masterId: master.id, ids: [id] }))
    await office.publish()
    valueOf(await office.giorgio.tickets.changeStatus({ id: master.id, base: 'new', to: 'accepted' }))
    await office.publish()
    expect(page(code)).toContain('Ora: presa in carico')
    expect(page(code)).toContain('Altri hanno segnalato la stessa cosa')
  })

  it('takes a page away when its report has been closed for long enough', async () => {
    const { id, code } = await office.report()
    valueOf(await office.giorgio.tickets.changeStatus({ id, base: 'new', to: 'closed', outcome: 'resolved' }))
    await office.publish()
    expect(existsSync(at(`s/${code}.html`))).toBe(true)
    await office.later(91 * DAY_MS)
    expect((await office.publish()).removed).toBeGreaterThanOrEqual(1)
    expect(existsSync(at(`s/${code}.html`))).toBe(false)
  })

  it('says that the folder is away, keeps what is owed, and publishes it when the folder is back', async () => {
    const { code } = await office.report()
    renameSync(web, `${web}-away`)
    const refused = await office.admin.site.publishNow({})
    expect(codeOf(refused)).toBe('site_folder_unwritable')
    const status = valueOf(await office.admin.site.status({}))
    expect(status).toMatchObject({ failure: { code: 'site_folder_unwritable' }, isOn: true })
    expect(status.pending).toBeGreaterThan(0)
    expect(valueOf(await office.admin.desk.health({})).site).toMatchObject({ failure: 'site_folder_unwritable' })
    // A share that is not mounted is not an empty site: nothing was made in its place.
    expect(existsSync(web)).toBe(false)
    renameSync(`${web}-away`, web)
    await office.publish()
    expect(page(code)).toContain('Ora: ricevuta')
    expect(valueOf(await office.admin.site.status({})).failure).toBeNull()
  })

  it('writes everything again at a person’s word, and begins anew where the target moved', async () => {
    const { code } = await office.report()
    await office.publish()
    rmSync(at(`s/${code}.html`))
    expect(await office.publish()).toEqual({ written: 0, removed: 0 })
    valueOf(await office.admin.site.publishAll({}))
    await office.publish()
    expect(page(code)).toContain('Ora: ricevuta')
    const moved = at('elsewhere')
    mkdirSync(moved)
    await office.settings({ target: { kind: 'folder', path: moved } })
    await office.publish()
    expect(existsSync(join(moved, 's', `${code}.html`))).toBe(true)
    await office.settings({ target: { kind: 'folder', path: web } })
    await office.publish()
    rmSync(moved, { recursive: true, force: true })
  })

  it('takes map and feed away where the office shows none, and what it hides out of them', async () => {
    await office.later(HOUR_MS)
    await office.settings({ map: false })
    valueOf(await office.admin.site.publishAll({}))
    await office.publish()
    expect(['mappa.html', 'map.html', 'points.json', 'feed.xml'].filter((path) => existsSync(at(path)))).toEqual([])
    expect(text('index.html')).not.toContain('mappa.html')
  })
})
