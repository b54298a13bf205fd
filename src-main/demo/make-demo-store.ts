import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { asInstant, DAY_MS, type Instant, MINUTE_MS } from '@shared/kernel/instant'
import { hashPassword } from '@main/features/accounts/password-hash'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { asSystem } from '@main/store/audit/acting'
import { AttachmentFiles, attachmentFolder, type StoredFile } from '@main/store/attachment-files'
import { createStore } from '@main/store/open'
import { removeStore } from '@main/store/remove-store'
import { Refusal } from '@shared/kernel/app-error'
import { demoPhoto } from './demo-photo'
import { fillDays } from './demo-days'
import { fillCallbacks, fillMails } from './demo-desk'
import { fillForwardings } from './demo-forwarding'
import { whenTheyReport } from './demo-hours'
import { fillRounds } from './demo-rounds'
import { fillStorm } from './demo-storm'
import { fillRules } from './demo-rules'
import { CHANNELS, makeDemoTicket } from './demo-ticket'
import { DEMO_PASSWORD, makeTown } from './demo-town'
import { SeededRandom } from './seeded-random'

export interface DemoOptions {
  readonly tickets?: number
  readonly seed?: number
  /** For people who look at it: rounds that come by, a storm of last night, whose reports come on top, and this
   * morning's mails and calls to return. */
  readonly eventful?: boolean
  /** Epoch milliseconds of "today" there; now when left out. */
  readonly now?: number
  /** Told after each of its writes, and waited for; it may refuse by throwing. */
  readonly progress?: (done: number, total: number) => void | Promise<void>
}

const BATCH = 200
const PHOTOS = 12
/** How far back the town's tickets go. */
const HISTORY_DAYS = 640
/** The older a report, the rarer: most are of the last months, the rest lets one year be held against another. */
const RECENT_DAYS = 230
const RECENT_SHARE = 0.72

/**
 * A store with a believable town: users, crews, contacts, tickets over all channels with threads and photos. The same
 * seed gives the same reports, whenever; with the same moment it gives the same store. Refuses (`store_exists` …) by
 * throwing; a half-made file is removed.
 */
export const makeDemoStore = (path: string, options: DemoOptions): Promise<void> =>
  asSystem('store.created', () => fill(path, options))

const fill = async (path: string, options: DemoOptions): Promise<void> => {
  const total = options.tickets ?? 400
  const seed = options.seed ?? 1
  const random = new SeededRandom(seed)
  const now = asInstant(options.now ?? Date.now())
  // What lay there before belongs to somebody, whatever it is.
  const hadFiles = existsSync(attachmentFolder(path))
  const made = await createStore(path)
  if (!made.ok) throw new Refusal(made.error)
  const store = made.value
  let complete = false
  try {
    const hash = await hashPassword(DEMO_PASSWORD)
    const town = await store.write((db) => makeTown(db, random, hash, now))
    if (!town.ok) throw new Refusal(town.error)
    const photos = await makePhotos(path, random)
    const arrivals = demoArrivals(total, now, town.value.calendar, random)
    for (let done = 0; done < total; done += BATCH) {
      const size = Math.min(BATCH, total - done)
      const written = await store.write(async (db) => {
        if (done === 0) for (const photo of photos) await rememberBlob(db, { ...photo, type: 'image/png', at: now })
        for (let index = done; index < done + size; index += 1) {
          const arrival = arrivals[index]
          if (arrival)
            await makeDemoTicket(db, { town: town.value, random: drawsOf(seed, index), photos, ...arrival, now })
        }
      })
      if (!written.ok) throw new Refusal(written.error)
      // The engine's heart goes on beating while the town grows.
      await setImmediate()
      await options.progress?.(done + size, total)
    }
    const planned = await store.write((db) => fillDays(db, town.value, drawsOf(seed, total), now))
    if (!planned.ok) throw new Refusal(planned.error)
    if (options.eventful === true) {
      const busy = await store.write(async (db) => {
        await fillRounds(db, town.value, now)
        await fillStorm(db, town.value, now)
        await fillCallbacks(db, town.value, now)
      })
      if (!busy.ok) throw new Refusal(busy.error)
      const files = new AttachmentFiles(attachmentFolder(path))
      const mails = await fillMails(store, { files, town: town.value, photo: demoPhoto(drawsOf(seed, -1)), now })
      if (!mails.ok) throw new Refusal(mails.error)
    }
    const forwarded = await store.write((db) => fillForwardings(db, town.value, now))
    if (!forwarded.ok) throw new Refusal(forwarded.error)
    const ruled = await store.write((db) => fillRules(db, town.value, now))
    if (!ruled.ok) throw new Refusal(ruled.error)
    complete = true
  } finally {
    await store.close()
    if (!complete) {
      await removeStore(path)
      if (!hadFiles) await rm(attachmentFolder(path), { recursive: true, force: true })
    }
  }
}

/** Draws of its own for each ticket: what one of them says hangs neither on the hour nor on what the others drew. */
const drawsOf = (seed: number, index: number): SeededRandom => new SeededRandom(seed + Math.imul(index + 1, 0x9e3779b1))

/** Days that have gone by since; `share` of the tickets are younger. */
const ageOf = (share: number): number =>
  share <= RECENT_SHARE
    ? (share / RECENT_SHARE) ** 1.6 * RECENT_DAYS
    : RECENT_DAYS + ((share - RECENT_SHARE) / (1 - RECENT_SHARE)) * (HISTORY_DAYS - RECENT_DAYS)

/** Oldest first, so that numbers and days run together; nobody comes to the counter at night. */
const demoArrivals = (total: number, now: Instant, calendar: OfficeCalendar, random: SeededRandom) =>
  Array.from({ length: total }, (_, index) => {
    const channel = random.weighted(CHANNELS)
    const age = ageOf((total - index) / total) * DAY_MS
    let at = whenTheyReport(asInstant(Math.round(now - age)), channel, calendar, random)
    // What would come after now came the day before, or earlier.
    for (let back = 1; at > now - MINUTE_MS; back += 1)
      at = whenTheyReport(asInstant(Math.round(now - age - back * DAY_MS)), channel, calendar, random)
    return { at, channel }
  }).toSorted((a, b) => a.at - b.at)

const makePhotos = async (path: string, random: SeededRandom): Promise<StoredFile[]> => {
  const files = new AttachmentFiles(attachmentFolder(path))
  const photos: StoredFile[] = []
  for (let made = 0; made < PHOTOS; made += 1) photos.push(await files.put(demoPhoto(random)))
  return photos
}
