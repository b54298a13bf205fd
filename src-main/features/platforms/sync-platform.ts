import { type AppError, appError, plainDetails, refuse } from '@shared/kernel/app-error'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { isClosedThere } from '@shared/platforms/push-status'
import { type Open311Server, PlatformError, type RemoteRequest, type Stretch } from '@main/platform/open311'
import { storeError } from '@main/store/errors'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import { writeEntry } from '../tickets/write-entry'
import { planTelling } from './plan-telling'
import type { PlatformParts } from './platform-ports'
import { type StoredPlatform, platformById, secretKey } from './platform-rows'
import { type KeptPicture, takeRequest, takeUpdate, ticketOfUpdate } from './take-request'

/** What the specification lets one question span. */
const LONGEST_MS = 90 * DAY_MS
/** Servers take in late what was reported earlier, and their clocks differ. */
const OVERLAP_MS = DAY_MS
/**
 * A report that changes keeps its date: now and then all is read again, back to the oldest that is still open, and at least
 * the last stretch, back to the first that came.
 */
const SWEEP_MS = 6 * HOUR_MS
/** A server that ignores pages answers the same for ever. */
const MOST_PAGES = 200
/** Tried so often at once before the next round. */
const MOST_TELLINGS = 200

export interface Synced {
  readonly opened: number
  readonly updated: number
  readonly told: number
}

/** Reads a platform and tells it what is to be told; what fails is noted, tried again and never done twice. */
export const syncPlatform = async (parts: PlatformParts, id: number, lease: Lease): Promise<Result<Synced>> => {
  const { store } = parts.current
  const found = await store.read((db) => platformById(db, id))
  if (!found.ok) return found
  if (found.value === undefined) return err(appError('not_found'))
  const key = await parts.secrets.get(secretKey(id))
  if (!key.ok) return key
  const server = { url: found.value.url, jurisdiction: found.value.jurisdiction, apiKey: key.value ?? '' }
  try {
    const synced = await new Sync(parts, found.value, server, lease).run()
    await store.write((db) => noteOutcome(db, id, lease, null, parts.clock.now()))
    return ok(synced)
  } catch (error) {
    // A bug too is told where people look, and is not met again at every tick.
    const known = error instanceof PlatformError ? error.error : appError('internal')
    await store.write((db) => noteOutcome(db, id, lease, known, parts.clock.now()))
    if (!(error instanceof PlatformError)) throw error
    return err(known)
  }
}

/** Nothing of a desk that another one took over from: what became of the platform is that one's to say. */
const noteOutcome = async (
  db: WriteDb,
  id: number,
  lease: Lease,
  error: AppError | null,
  now: number,
): Promise<void> => {
  const row = await platformById(db, id)
  if (!row || !(await leaseHolds(db, lease))) return
  const attempts = error === null ? 0 : row.attempts + 1
  const pause = Math.min(HOUR_MS, MINUTE_MS * 2 ** Math.min(Math.max(attempts - 1, 0), 6))
  await db
    .updateTable('platforms')
    .set({
      checked_at: error === null ? now : row.checked_at,
      failure: error?.code ?? null,
      failure_details: JSON.stringify(plainDetails(error)),
      attempts,
      next_attempt_at: now + (error === null ? MINUTE_MS : pause),
    })
    .where('id', '=', id)
    .execute()
}

class Sync {
  #opened = 0
  #updated = 0
  #told = 0
  readonly #now: number

  constructor(
    private readonly parts: PlatformParts,
    private readonly platform: StoredPlatform,
    private readonly server: Open311Server,
    private readonly lease: Lease,
  ) {
    this.#now = parts.clock.now()
  }

  async run(): Promise<Synced> {
    const hasUpdates = await this.#services()
    await this.#requests()
    if (hasUpdates) await this.#updates()
    await this.#noteRead()
    if (hasUpdates && this.platform.push === 1) await this.#tell()
    return { opened: this.#opened, updated: this.#updated, told: this.#told }
  }

  async #read<T>(body: (db: ReadDb) => Promise<T>): Promise<T> {
    const read = await this.parts.current.store.read(body)
    if (!read.ok) throw new PlatformError(read.error)
    return read.value
  }

  async #write<T>(body: (db: WriteDb) => Promise<T>): Promise<T> {
    const written = await this.parts.current.store.write(async (db) => {
      if (!(await leaseHolds(db, this.lease))) refuse('platform_other_desk')
      return body(db)
    })
    if (!written.ok) throw new PlatformError(written.error)
    return written.value
  }

  /** What was reported before came in already, or was there before this platform was read. */
  get #readFrom(): number {
    return (this.platform.checked_at === null ? this.#now : this.platform.read_to) - OVERLAP_MS
  }

  get #isSweepDue(): boolean {
    return this.#now - this.platform.swept_at >= SWEEP_MS
  }

  async #services(): Promise<boolean> {
    if (!this.#isSweepDue && this.platform.checked_at !== null) return this.platform.has_updates === 1
    const services = await this.parts.open311.services(this.server)
    const hasUpdates = await this.parts.open311.hasUpdates(this.server)
    await this.#write(async (db) => {
      for (const { code, name, group } of services)
        await db
          .insertInto('platform_services')
          .values({ platform_id: this.platform.id, code, name, group_name: group })
          .onConflict((conflict) => conflict.columns(['platform_id', 'code']).doUpdateSet({ name, group_name: group }))
          .execute()
      await db
        .updateTable('platforms')
        .set({ has_updates: hasUpdates ? 1 : 0 })
        .where('id', '=', this.platform.id)
        .execute()
    })
    return hasUpdates
  }

  /** Pages of a stretch until one brings nothing new. */
  async #pages<T extends { readonly id: string }>(
    ask: (stretch: Stretch) => Promise<readonly T[]>,
    from: number,
    take: (rows: readonly T[]) => Promise<void>,
  ): Promise<void> {
    for (let start = from; start < this.#now; start += LONGEST_MS) {
      const seen = new Set<string>()
      const to = Math.min(start + LONGEST_MS, this.#now + HOUR_MS)
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const rows = (await ask({ from: start, to, page })).filter(({ id }) => !seen.has(id))
        if (rows.length === 0) break
        for (const { id } of rows) seen.add(id)
        await take(rows)
      }
    }
  }

  async #requests(): Promise<void> {
    const since = this.platform.read_to - OVERLAP_MS
    const from = this.#isSweepDue ? Math.min(since, await this.#sweepFrom()) : since
    await this.#pages(
      (stretch) => this.parts.open311.requests(this.server, stretch),
      from,
      async (rows) => {
        // As they were reported, so that numbers rise with time.
        for (const remote of rows.toSorted((a, b) => a.requestedAt - b.requestedAt)) await this.#takeRequest(remote)
      },
    )
  }

  /** When both lists are in: updates that could not be read are asked for again, however long that takes. */
  async #noteRead(): Promise<void> {
    await this.#write(async (db) => {
      await db
        .updateTable('platforms')
        .set({ read_to: this.#now, ...(this.#isSweepDue ? { swept_at: this.#now } : {}) })
        .where('id', '=', this.platform.id)
        .execute()
    })
  }

  /** Never before the oldest report that came from there: what is older was never wanted. */
  async #sweepFrom(): Promise<number> {
    const { first, open } = await this.#read((db) =>
      db
        .selectFrom('platform_requests')
        .innerJoin('tickets', 'tickets.id', 'platform_requests.ticket_id')
        // A merged one is as open as the ticket that it went into.
        .leftJoin('tickets as masters', 'masters.id', 'tickets.master_id')
        .select(({ fn, eb }) => [
          fn.min<number | null>('tickets.created_at').as('first'),
          fn
            .min<number | null>(
              eb
                .case()
                .when(eb.or([eb('tickets.is_open', '=', 1), eb('masters.is_open', '=', 1)]))
                .then(eb.ref('tickets.created_at'))
                .end(),
            )
            .as('open'),
        ])
        .where('platform_requests.platform_id', '=', this.platform.id)
        .executeTakeFirstOrThrow(),
    )
    return Math.min(open ?? this.#now, Math.max(first ?? this.#now, this.#now - LONGEST_MS))
  }

  async #takeRequest(remote: RemoteRequest): Promise<void> {
    const known = await this.#read((db) =>
      db
        .selectFrom('platform_requests')
        .select('updated_at')
        .where('platform_id', '=', this.platform.id)
        .where('request_id', '=', remote.id)
        .executeTakeFirst(),
    )
    // Read every minute for a day: a write, with its lock on a share, only for what is news.
    if (known !== undefined && remote.updatedAt <= known.updated_at) return
    // Settled there before this office ever read it: its history, and nobody's work here.
    if (known === undefined && isClosedThere(remote.status) && remote.requestedAt < this.#readFrom) return
    const picture = known === undefined ? await this.#picture(remote.mediaUrl) : null
    const taken = await this.#write((db) =>
      takeRequest(
        db,
        { platform: this.platform, random: this.parts.random, now: this.parts.clock.now() },
        remote,
        picture,
      ),
    )
    this.#opened += taken === 'opened' ? 1 : 0
    this.#updated += taken === 'updated' ? 1 : 0
  }

  async #picture(url: string): Promise<KeptPicture | null> {
    if (url === '') return null
    const found = await this.parts.open311.picture(this.server, url)
    if (found === null) return null
    try {
      const kept = await this.parts.current.files.put(found.body)
      return { sha256: kept.sha256, size: kept.size, type: found.type }
    } catch (error) {
      // A disk that has no room for the file says so by the same name as for the rows.
      const refused = storeError(error)
      throw refused === null ? error : new PlatformError(refused)
    }
  }

  async #updates(): Promise<void> {
    const from = this.platform.read_to - OVERLAP_MS
    await this.#pages(
      (stretch) => this.parts.open311.updates(this.server, stretch),
      from,
      async (rows) => {
        for (const remote of rows.toSorted((a, b) => a.updatedAt - b.updatedAt)) {
          if ((await this.#read((db) => ticketOfUpdate(db, this.platform.id, remote))) === null) continue
          const taken = await this.#write((db) =>
            takeUpdate(db, { platform: this.platform, random: this.parts.random, now: this.parts.clock.now() }, remote),
          )
          this.#updated += taken === 'updated' ? 1 : 0
        }
      },
    )
  }

  async #tell(): Promise<void> {
    for (;;) {
      const platform = await this.#read((db) => platformById(db, this.platform.id))
      if (platform === undefined) return
      if (!(await this.#write((db) => planTelling(db, platform, this.parts.clock.now())))) break
    }
    const waiting = await this.#read((db) =>
      db
        .selectFrom('platform_outbox')
        .selectAll()
        .where('platform_id', '=', this.platform.id)
        .where('state', '=', 'waiting')
        .orderBy('id')
        .limit(MOST_TELLINGS)
        .execute(),
    )
    if (waiting.length > 0 && this.server.apiKey === '') throw new PlatformError(appError('platform_key_missing'))
    for (const update of waiting) {
      let refused: AppError | null = null
      let theirs = update.update_id
      try {
        const answer = await this.parts.open311.postUpdate(this.server, {
          id: update.update_id,
          requestId: update.request_id,
          status: update.status,
          description: update.text,
          at: update.at,
        })
        theirs = answer.id
      } catch (error) {
        // Refused for itself: the others still go. A server that is away, or a wrong key, stops them all.
        if (!(error instanceof PlatformError) || error.error.code !== 'platform_refused') throw error
        refused = error.error
      }
      await this.#write(async (db) => {
        await db
          .updateTable('platform_outbox')
          .set({ state: refused === null ? 'told' : 'refused', error_code: refused?.code ?? null })
          .where('id', '=', update.id)
          .execute()
        if (refused !== null) return
        // Read back, it is ours and no news, under either number.
        for (const id of new Set([theirs, update.update_id]))
          await db
            .insertInto('platform_updates')
            .values({ platform_id: this.platform.id, update_id: id, at: update.at })
            .onConflict((conflict) => conflict.columns(['platform_id', 'update_id']).doNothing())
            .execute()
        await writeEntry(db, {
          ticketId: update.ticket_id,
          at: this.parts.clock.now(),
          kind: 'platform',
          actor: null,
          data: { to: 'told', name: this.platform.name, platformStatus: update.status },
        })
      })
      this.#told += refused === null ? 1 : 0
    }
  }
}

/** At a person's word, from this desk, unless another one is at it. */
export const syncNow = async (parts: PlatformParts, id: number): Promise<Result<Synced>> => {
  const turn = await parts.current.leases.during(`platform:${id}`, (lease) => syncPlatform(parts, id, lease))
  if (turn.state === 'done') return turn.value
  return err(turn.state === 'unknown' ? turn.error : appError('platform_other_desk'))
}
