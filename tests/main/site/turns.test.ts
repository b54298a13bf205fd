import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import { isSitePublishable } from '@main/features/site/is-publishable'
import { publishNow } from '@main/features/site/site-calls'
import type { SiteParts } from '@main/features/site/site-ports'
import { secureRandom } from '@main/platform/random'
import type { Secrets } from '@main/platform/secrets'
import type { SitePlace } from '@main/platform/site-place'
import { Leases } from '@main/store/leases'
import { valueOf } from '../../support/engine'
import { type SiteDesk, openSiteDesk } from './site-desk'

let office: SiteDesk
/** What lies at the place, by its path. */
const lying = new Map<string, string>()
let whileWriting: (path: string) => Promise<void> = () => Promise.resolve()
const place: SitePlace = {
  write: async (path, bytes) => {
    await whileWriting(path)
    lying.set(path, Buffer.from(bytes).toString('utf8'))
  },
  remove: (path) => Promise.resolve(void lying.delete(path)),
  close: () => Promise.resolve(),
}
const secretsOf = (get: Secrets['get']): Secrets => ({
  form: 'keychain',
  get,
  set: () => Promise.resolve(ok(undefined)),
  remove: () => Promise.resolve(ok(undefined)),
})
const parts = (over: Partial<SiteParts> = {}): SiteParts => {
  const { current, clock, logger } = office.desk.engine
  return {
    ...{ current, clock, logger, random: secureRandom, siteChanged: () => undefined },
    secrets: secretsOf(() => Promise.resolve(ok(null))),
    places: { folder: () => Promise.resolve(place), sftp: () => Promise.reject(new Error('not asked')) },
    ...over,
  }
}

beforeAll(async () => {
  office = await openSiteDesk()
  await office.settings({ target: { kind: 'folder', path: '/away' } })
})
afterAll(() => office.desk.close())

describe('publishing the site', () => {
  it('writes a page once more when it changed while everything was asked for anew', async () => {
    const { id, code } = await office.report()
    let isFirst = true
    whileWriting = async (path) => {
      if (path !== `s/${code}.html` || !isFirst) return
      isFirst = false
      valueOf(await office.giorgio.tickets.changeStatus({ id, base: 'new', to: 'accepted' }))
      valueOf(await office.admin.site.publishAll({}))
    }
    valueOf(await publishNow(parts()))
    expect(isFirst).toBe(false)
    expect(lying.get(`s/${code}.html`)).toContain('Ora: presa in carico')
    expect(valueOf(await office.admin.site.status({})).pending).toBe(0)
  })

  it('gives its turn back whatever broke', async () => {
    await office.report()
    whileWriting = () => Promise.reject(new Error('a bug'))
    await expect(publishNow(parts())).rejects.toThrow('a bug')
    const { opened } = office.desk.engine.current
    if (opened === null) throw new Error('no store')
    const another = new Leases(opened.store, 'another desk')
    expect((await another.hold('site')).state).toBe('held')
    await another.release('site')
  })

  it('is left to others by a desk that has no password for the server, or whose keychain does not open', async () => {
    await office.settings({
      target: { kind: 'sftp', host: 'web.example', port: 22, username: 'www', folder: '/srv/site' },
    })
    const asked = (get: Secrets['get']) => isSitePublishable(parts({ secrets: secretsOf(get) }), false)
    expect(await asked(() => Promise.resolve(ok(null)))).toBe(false)
    expect(await asked(() => Promise.resolve(err(appError('secrets_unavailable'))))).toBe(false)
    expect(await asked(() => Promise.resolve(ok('{"kind":"password","password":"x"}')))).toBe(true)
  })
})
