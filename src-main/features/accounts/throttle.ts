import { createHash } from 'node:crypto'
import { appError, refuse } from '@shared/kernel/app-error'
import { DAY_MS, MINUTE_MS } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import type { Clock } from '@main/platform/clock'
import { MemoryThrottle } from '@main/platform/memory-throttle'
import { asSystem } from '@main/store/audit/acting'
import type { Store } from '@main/store/store'
import { type Tries, countTry, forgetOldTries, forgetTries, triesOf, uncountTry } from './tries-queries'

interface Rule {
  /** So many wrong passwords cost nothing. */
  readonly free: number
  readonly firstWait: number
  /** After so long without a try everything is forgotten. */
  readonly forgotten: number
}

const LONGEST_WAIT_MS = 5 * MINUTE_MS
const BY_NAME: Rule = { free: 5, firstWait: 5_000, forgotten: DAY_MS }
/** A desk where many sit mistypes more often than a person. */
const BY_DESK: Rule = { free: 25, firstWait: 10_000, forgotten: 15 * MINUTE_MS }
/** Over the network it is more likely a program that tries one password on many names. */
const BY_PEER: Rule = { ...BY_DESK, free: 5 }

/** Where a password is typed: at this desk, or at one that it serves. */
export interface TryPlace {
  readonly key: string
  readonly rule: Rule
}

export const placeOf = ({ deskId }: { readonly deskId: string }, { served }: Caller): TryPlace =>
  served === undefined ? { key: `desk:${deskId}`, rule: BY_DESK } : { key: `peer:${served.address}`, rule: BY_PEER }

interface Seen extends Tries {
  readonly since: number
}

/** Few enough digits that they tell nothing of a password typed into the wrong field. */
const nameKey = (username: string): string => `name:${createHash('sha256').update(username).digest('hex').slice(0, 6)}`

/**
 * After five wrong passwords for a name (25 at one desk, 5 from one address) the next try waits 5 s, then 10 s, 20 s … up to five minutes,
 * at whichever desk and after whichever restart: the tries are rows of the store. Desks' clocks may disagree, so a wait
 * ends by either clock: the store's time, or how long this desk has seen that row unchanged.
 */
export class Throttle {
  readonly #seen = new Map<string, Seen>()
  /** For a store that can only be read: its tries are this desk's alone. */
  readonly #own = new MemoryThrottle()

  constructor(private readonly clock: Clock) {}

  /**
   * Counts a try before its password is looked at: twenty at once are twenty. Refuses with `too_many_attempts` and the
   * seconds to wait.
   */
  async admit(store: Store, from: TryPlace, username: string): Promise<Result<void>> {
    const keys: readonly (readonly [string, Rule])[] = [
      [nameKey(username), BY_NAME],
      [from.key, from.rule],
    ]
    if (store.facts.readOnly !== null) return this.#admitHere(nameKey(username))
    return asSystem('accounts.throttle', () =>
      store.write(async (db) => {
        const now = this.clock.now()
        let wait = 0
        for (const [key, rule] of keys) wait = Math.max(wait, this.#wait(key, rule, await triesOf(db, key)))
        if (wait > 0) refuse('too_many_attempts', { details: { seconds: Math.ceil(wait / 1000) } })
        for (const [key, rule] of keys) {
          const known = await triesOf(db, key)
          await countTry(db, key, { count: (this.#counts(rule, known)?.count ?? 0) + 1, at: now })
        }
        await forgetOldTries(db, now - DAY_MS)
      }),
    )
  }

  /** The password was right: the name starts anew, and the desk's count is as before. */
  async succeeded(store: Store, from: TryPlace, username: string): Promise<void> {
    if (store.facts.readOnly !== null) {
      this.#own.succeeded(nameKey(username))
      return
    }
    await asSystem('accounts.throttle', () =>
      store.write(async (db) => {
        await forgetTries(db, nameKey(username))
        await uncountTry(db, from.key)
      }),
    )
  }

  #admitHere(key: string): Result<void> {
    const wait = this.#own.waitFor(key, this.clock.monotonic())
    if (wait > 0) return err(appError('too_many_attempts', { details: { seconds: Math.ceil(wait / 1000) } }))
    this.#own.failed(key, this.clock.monotonic())
    return ok(undefined)
  }

  /** What still counts of them. */
  #counts(rule: Rule, tries: Tries | undefined): Tries | undefined {
    return tries === undefined || this.clock.now() - tries.at >= rule.forgotten ? undefined : tries
  }

  #wait(key: string, rule: Rule, stored: Tries | undefined): number {
    const tries = this.#counts(rule, stored)
    if (tries === undefined || tries.count < rule.free) {
      this.#seen.delete(key)
      return 0
    }
    const steady = this.clock.monotonic()
    const known = this.#seen.get(key)
    const seen = known && known.count === tries.count && known.at === tries.at ? known : { ...tries, since: steady }
    this.#seen.set(key, seen)
    const wait = Math.min(LONGEST_WAIT_MS, rule.firstWait * 2 ** Math.min(20, tries.count - rule.free))
    return Math.max(0, wait - Math.max(this.clock.now() - tries.at, steady - seen.since))
  }
}
