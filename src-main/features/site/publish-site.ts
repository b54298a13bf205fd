import { createHash } from 'node:crypto'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { pagePath } from '@shared/site/page-address'
import { type SitePlace, SitePlaceError } from '@main/platform/site-place'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import { readSetting } from '../settings/read-setting'
import type { SiteOffice } from './html'
import { type OpenPlace, openPlace } from './open-place'
import { mergedInto } from '../tickets/merged-queries'
import { pageFactsOf } from './page-queries'
import { renderPage } from './render-page'
import { renderShared } from './render-shared'
import { sharedFactsOf } from './shared-queries'
import { siteAssets } from './site-assets'
import type { SiteParts } from './site-ports'
import {
  followTarget,
  hasDirtyPages,
  markEverything,
  noteFailure,
  noteSuccess,
  noteWhatTimeChanged,
  siteState,
} from './site-state'

/** Pages between two looks at what else has changed. */
const BATCH = 40

export interface Published {
  readonly written: number
  readonly removed: number
}

export interface PublishOptions {
  /** Null: nobody else publishes, a command of its own. */
  readonly lease: Lease | null
  readonly isStopped?: () => boolean
  /** Everything again, whatever is known of it. */
  readonly everything?: boolean
}

interface PlannedPage {
  readonly ticketId: number
  /** Of `site_dirty`; null for a merged report that only follows. */
  readonly n: number | null
  readonly path: string | null
  readonly bytes: Buffer
  readonly digest: string
  /** Where its page lay until now. */
  readonly before: readonly { readonly path: string; readonly digest: string }[]
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Brings the site up to date with the store: only pages that changed are written, each whole or not at all, and what a
 * failure keeps from being written stays noted for the next time. Refuses with what kept the place shut.
 */
export const publishSite = async (parts: SiteParts, options: PublishOptions): Promise<Result<Published>> => {
  const { current, clock, random } = parts
  const { store } = current
  const begun = await store.write(async (db) => {
    if (options.lease !== null && !(await leaseHolds(db, options.lease))) refuse('conflict', { field: 'lease' })
    if (!(await followTarget(db, random, clock.now()))) return null
    const { zone } = await readSetting(db, 'calendar')
    await noteWhatTimeChanged(db, clock.now(), dayAt(clock.now(), zone))
    if (options.everything === true) await markEverything(db, clock.now())
    const { shared_due: sharedDue, host_key: hostKey } = await siteState(db)
    const isOwed = sharedDue === 1 || (await hasDirtyPages(db))
    return { isOwed, hostKey, target: (await readSetting(db, 'site')).target }
  })
  if (!begun.ok) return begun
  if (begun.value === null || !begun.value.isOwed) return ok({ written: 0, removed: 0 })
  const { target, hostKey } = begun.value
  let opened: OpenPlace | null = null
  try {
    opened = await openPlace(parts, target, hostKey)
    if (hostKey === '') await pin(parts, opened)
    const published = await new Publishing(parts, options, opened.place).run()
    await store.write((db) => noteSuccess(db, clock.now()))
    return ok(published)
  } catch (error) {
    if (!(error instanceof SitePlaceError)) throw error
    await store.write((db) => noteFailure(db, error.error, clock.now()))
    return err(error.error)
  } finally {
    await opened?.place.close()
    parts.siteChanged()
  }
}

/** The first key that the server shows is the one that it must show from now on. */
const pin = async (parts: SiteParts, { hostKey }: OpenPlace): Promise<void> => {
  if (hostKey === null) return
  const kept = await parts.current.store.write(async (db) => {
    await db.updateTable('site_state').set({ host_key: hostKey }).where('host_key', '=', '').execute()
  })
  if (!kept.ok) throw new SitePlaceError(kept.error)
}

class Publishing {
  #written = 0
  #removed = 0

  constructor(
    private readonly parts: SiteParts,
    private readonly options: PublishOptions,
    private readonly place: SitePlace,
  ) {}

  async run(): Promise<Published> {
    await this.#assets()
    for (;;) {
      if (this.options.isStopped?.() === true) break
      const pages = await this.#read((db) => this.#plan(db))
      if (pages.length === 0) break
      for (const page of pages) await this.#publish(page)
    }
    // Last, so that no link leads to a page that is not there yet.
    await this.#shared()
    return { written: this.#written, removed: this.#removed }
  }

  async #read<T>(body: (db: ReadDb) => Promise<T>): Promise<T> {
    const read = await this.parts.current.store.read(body)
    if (!read.ok) throw new SitePlaceError(read.error)
    return read.value
  }

  async #note(body: (db: WriteDb) => Promise<void>): Promise<void> {
    const { lease } = this.options
    const noted = await this.parts.current.store.write(async (db) => {
      if (lease !== null && !(await leaseHolds(db, lease))) refuse('conflict', { field: 'lease' })
      await body(db)
    })
    if (!noted.ok) throw new SitePlaceError(noted.error)
  }

  async #plan(db: ReadDb): Promise<PlannedPage[]> {
    const dirty = await db.selectFrom('site_dirty').selectAll().orderBy('ticket_id', 'desc').limit(BATCH).execute()
    if (dirty.length === 0) return []
    const { town, serviceName, phone } = await readSetting(db, 'office')
    const office: SiteOffice = { town, service: serviceName, phone }
    const known = new Set(dirty.map(({ ticket_id }) => ticket_id))
    const following = (await mergedInto(db, ...known)).map(({ id }) => id).filter((id) => !known.has(id))
    const asked = [
      // Before their masters: a master that is done is no longer noted, and its stubs would be forgotten with it.
      ...following.map((ticketId) => ({ ticketId, n: null })),
      ...dirty.map(({ ticket_id, n }) => ({ ticketId: ticket_id, n })),
    ]
    const pages: PlannedPage[] = []
    for (const { ticketId, n } of asked) {
      const facts = await pageFactsOf(db, ticketId, this.parts.clock.now())
      const bytes = Buffer.from(facts === null ? '' : renderPage(facts, office))
      const before = await db
        .selectFrom('site_pages')
        .select(['path', 'digest'])
        .where('ticket_id', '=', ticketId)
        .execute()
      const path = facts === null ? null : pagePath(facts.code)
      pages.push({ ticketId, n, path, bytes, digest: digestOf(bytes), before })
    }
    return pages
  }

  async #publish({ ticketId, n, path, bytes, digest, before }: PlannedPage): Promise<void> {
    const isNew = path !== null && !before.some((page) => page.path === path && page.digest === digest)
    const gone = before.filter((page) => page.path !== path)
    for (const page of gone) await this.place.remove(page.path)
    if (isNew) await this.place.write(path, bytes)
    await this.#note(async (db) => {
      for (const page of gone) await db.deleteFrom('site_pages').where('path', '=', page.path).execute()
      if (isNew) await notePage(db, { path, ticket_id: ticketId, digest })
      // Any change also moves what the map and the feed say.
      if (isNew || gone.length > 0) await db.updateTable('site_state').set({ shared_due: 1 }).execute()
      if (n !== null) await db.deleteFrom('site_dirty').where('ticket_id', '=', ticketId).where('n', '=', n).execute()
    })
    this.#written += isNew ? 1 : 0
    this.#removed += gone.length
  }

  async #assets(): Promise<void> {
    for (const [path, bytes] of siteAssets()) await this.#writeIfNew(path, bytes)
  }

  async #shared(): Promise<void> {
    if ((await this.#read(siteState)).shared_due === 0) return
    const files = renderShared(await this.#read((db) => sharedFactsOf(db, this.parts.clock.now())))
    for (const [path, text] of files) await this.#writeIfNew(path, Buffer.from(text))
    const kept = await this.#read((db) =>
      db.selectFrom('site_pages').select('path').where('ticket_id', 'is', null).execute(),
    )
    const assets = siteAssets()
    for (const { path } of kept.filter((page) => !files.has(page.path) && !assets.has(page.path))) {
      await this.place.remove(path)
      await this.#note(async (db) => {
        await db.deleteFrom('site_pages').where('path', '=', path).execute()
      })
    }
    await this.#note(async (db) => {
      await db.updateTable('site_state').set({ shared_due: 0 }).execute()
    })
  }

  async #writeIfNew(path: string, bytes: Uint8Array): Promise<void> {
    const digest = digestOf(bytes)
    const known = await this.#read((db) =>
      db.selectFrom('site_pages').select('digest').where('path', '=', path).executeTakeFirst(),
    )
    if (known?.digest === digest) return
    await this.place.write(path, bytes)
    await this.#note((db) => notePage(db, { path, ticket_id: null, digest }))
    this.#written += 1
  }
}

const notePage = async (
  db: WriteDb,
  page: { readonly path: string; readonly ticket_id: number | null; readonly digest: string },
): Promise<void> => {
  await db
    .insertInto('site_pages')
    .values(page)
    .onConflict((conflict) => conflict.column('path').doUpdateSet(page))
    .execute()
}
