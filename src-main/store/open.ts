import { closeSync, existsSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type AppError, appError, plainDetails } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { writeError } from './ask-disk'
import { type StoreMode, chooseMode } from './choose-mode'
import { connect } from './connect'
import { storeError } from './errors'
import { migrate, migrateAlone } from './migrate'
import { MIGRATIONS } from './migrations'
import type { Migration } from './migrations/migration'
import { convertToShared, desksIn, inspect, isLeftUnfinished, rememberMode, takeBackUnfinished } from './open-steps'
import { detectPlace } from './place/detect-place'
import type { StorePlace } from './place/store-place'
import { removeStore } from './remove-store'
import { nodeProver } from './share/fork-prover'
import { joinShare, isOfShare, restrictionOf, whoIsIn } from './share/join-share'
import type { ProofOptions } from './share/lock-proof'
import { type DeskIdentity, identityOf } from './share/machine'
import type { ForkProver } from './share/prover-line'
import type { ShareMember } from './share/share-member'
import { Store } from './store'
import { APPLICATION_ID, holdOpen, isWritable, readHead } from './store-head'

export interface OpenOptions {
  /** Which desk opens it, for the others to see; a tool that is no desk says nothing. */
  readonly desk?: { readonly id: string; readonly kind: string; readonly version: string }
  /** Starts the second process that tries the locks; inside Electron the host does. */
  readonly fork?: ForkProver
  readonly proof?: ProofOptions
  /** Tests say where a file lies, on which machine they are and what shape they write. */
  readonly detect?: (path: string) => StorePlace
  readonly identity?: DeskIdentity
  readonly migrations?: readonly Migration[]
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** How long opening waits for a store that another desk has locked just now, in milliseconds. */
const OPEN_PATIENCE_MS = 20_000

/** Opens an existing store: checked first, migrated when it is older (after a copy), never replaced, never created. */
export const openStore = async (file: string, options: OpenOptions = {}): Promise<Result<Store>> => {
  const path = resolve(file)
  try {
    const head = readHead(path)
    if (!head.ok) return head
    const place = (options.detect ?? detectPlace)(path)
    // The log of a local store lies in one machine's memory: from elsewhere not even reading it is right.
    if (place.network && head.value?.isWal === true && desksIn(path))
      return err(appError('store_mode_local', { details: { source: place.source } }))
    const opened = await new Opening(path, place, options).open(head.value?.isWal === true)
    return opened.ok ? opened : err(notEvenRead(opened.error))
  } catch (error) {
    const known = writeError(error, path)
    if (known === null) throw error
    return err(notEvenRead(known))
  }
}

/** What SQLite cannot read without writing beside it is not open for reading: the right to write there is what is missing. */
const notEvenRead = (error: AppError): AppError =>
  error.code === 'store_read_only' ? appError('folder_unwritable') : error

/** Makes a new, empty store; refuses to touch a file that is there. */
export const createStore = async (file: string, options: OpenOptions = {}): Promise<Result<Store>> => {
  const path = resolve(file)
  if (existsSync(path)) return err(appError('store_exists'))
  try {
    if (!existsSync(dirname(path))) return err(appError('folder_unreadable'))
    const place = (options.detect ?? detectPlace)(path)
    return await new Opening(path, place, options).create(chooseMode(place, null))
  } catch (error) {
    const known = writeError(error, path)
    if (known === null) throw error
    return err(known)
  }
}

/** One opening, step by step: what was joined on the way is left again when it comes to nothing. */
class Opening {
  readonly #migrations: readonly Migration[]
  #member: ShareMember | null = null
  #store: Store | null = null

  constructor(
    private readonly path: string,
    private readonly place: StorePlace,
    private readonly options: OpenOptions,
  ) {
    this.#migrations = options.migrations ?? MIGRATIONS
  }

  open(isWal: boolean): Promise<Result<Store>> {
    return this.#orLeave(() => this.#open(isWal))
  }

  create(mode: StoreMode): Promise<Result<Store>> {
    return this.#orLeave(() => this.#create(mode))
  }

  async #orLeave(step: () => Promise<Result<Store>>): Promise<Result<Store>> {
    let opened: Result<Store> | null = null
    try {
      opened = await step()
      return opened
    } finally {
      if (!opened?.ok) await this.#member?.leave()
    }
  }

  async #create(mode: StoreMode): Promise<Result<Store>> {
    const refused = await this.#join(mode)
    if (refused !== null) return err(refused)
    // Taken first: from here on the name is ours, and whatever was begun under it goes again when it comes to nothing.
    closeSync(openSync(this.path, 'wx'))
    try {
      const database = new Database(this.path, { timeout: 0 })
      try {
        database.pragma(`journal_mode = ${mode === 'local' ? 'WAL' : 'TRUNCATE'}`)
        database.pragma(`application_id = ${APPLICATION_ID}`)
        migrate(database, this.#migrations)
      } finally {
        database.close()
      }
      return ok(this.#connect(mode, null))
    } catch (error) {
      await removeStore(this.path)
      throw error
    }
  }

  /** A shared store's locks are proved first. Answers why nothing may be written; null when it may. */
  async #join(mode: StoreMode): Promise<AppError | null> {
    if (mode === 'local') return null
    const { identity = identityOf(this.options.desk), fork = nodeProver(), proof } = this.options
    const joined = await joinShare({
      path: this.path,
      place: this.place,
      schema: this.#migrations.length,
      identity,
      fork,
      proof,
      store: () => this.#store,
    })
    this.#member = joined.member
    return joined.member === null ? joined.refused : restrictionOf(joined.member)
  }

  async #open(isWal: boolean): Promise<Result<Store>> {
    const { path, place } = this
    // A file that was brought to a share as it was on a disk: only who is surely alone may look into it and turn it.
    const brought = place.network && isWal
    let refused: AppError | null = null
    if (brought) {
      refused = isWritable(path) ? await this.#join('shared') : appError('store_read_only')
      if (refused !== null) return err(refused)
      const turned = convertToShared(path)
      if (!turned.ok) return turned
    }
    // Only a store for a share has a journal that can be left behind, so it is joined as one before it can be read.
    const isUnfinished = !isWal && (await this.#patiently(() => isLeftUnfinished(path)))
    if (isUnfinished) {
      if (!isWritable(path)) return err(appError('store_read_only'))
      refused = await this.#join('shared')
      if (refused === null) await this.#patiently(() => takeBackUnfinished(path))
    }
    // A desk that is not trusted yet waits until one that is has cleared up, which takes that one a moment.
    const found = await this.#patiently(() => inspect(path))
    if (!found.ok) return found
    const mode = chooseMode(place, found.value.mode)
    const isNewer = found.value.version > this.#migrations.length
    if (isNewer) refused = appError('store_newer')
    else if (!isWritable(path)) refused = appError('store_read_only')
    else if (!brought && !isUnfinished) refused = await this.#join(mode)
    if (found.value.version < this.#migrations.length) {
      const migrated = this.#migrate(mode, refused)
      if (!migrated.ok) return migrated
    }
    return ok(await this.#patiently(() => this.#connect(mode, refused)))
  }

  #migrate(mode: StoreMode, refused: AppError | null): Result<void> {
    const inUse = (): Result<void> =>
      err(
        appError('store_other_version_in_use', {
          details: { who: this.#member === null ? desksNamed(this.path) : whoIsIn(this.#member) },
        }),
      )
    if (this.#member !== null && this.#member.others.length > 0) return inUse()
    // An old store that nobody may write here: its tables are not those that this program reads.
    if (refused !== null) return err(refused)
    const migrated = migrateAlone(this.path, { mode, migrations: this.#migrations })
    return !migrated.ok && migrated.error.code === 'store_other_version_in_use' ? inUse() : migrated
  }

  #connect(mode: StoreMode, refused: AppError | null): Store {
    const { path, place } = this
    const connections = connect(path, mode, refused !== null)
    try {
      if (refused === null) rememberMode(connections.writer, mode)
      const store = new Store({
        facts: {
          path,
          readOnly: refused?.code ?? null,
          readOnlyDetails: plainDetails(refused),
          mode,
          place,
        },
        schema: this.#migrations.length,
        ...connections,
        share: this.#member,
        released: holdOpen(path),
        wait: this.options.wait ?? ((milliseconds) => sleep(milliseconds)),
        random: Math.random,
        monotonic: () => performance.now(),
      })
      this.#store = store
      this.#follow(store, mode, refused)
      return store
    } catch (error) {
      connections.reader.close()
      connections.writer.close()
      throw error
    }
  }

  #follow(store: Store, mode: StoreMode, refused: AppError | null): void {
    const member = this.#member
    // What the file itself forbids, no standing among the desks changes.
    if (member === null || (refused !== null && !isOfShare(refused))) return
    member.onRole(() => this.#followRole(store, mode))
    // Where others write without a pause, connecting waits; the desk may have been trusted, or refused, meanwhile.
    if (restrictionOf(member)?.code !== refused?.code) this.#followRole(store, mode)
  }

  /** A candidate that proved itself becomes writable by itself; one that was refused says why. */
  #followRole(store: Store, mode: StoreMode): void {
    const member = this.#member
    if (member === null) return
    const refused = restrictionOf(member)
    if (refused !== null) {
      store.restrict(refused.code, plainDetails(refused))
      return
    }
    void this.#promote(store, mode, member)
  }

  /** Where others write without a pause the file is asked for again and again, while this desk may have it. */
  async #promote(store: Store, mode: StoreMode, member: ShareMember): Promise<void> {
    while (member.role === 'trusted') {
      try {
        return await store.promote(() => connect(this.path, mode, false))
      } catch (error) {
        const code = storeError(error)?.code ?? 'store_read_only'
        if (code !== 'store_busy') return store.restrict(code)
        await sleep(15 + Math.random() * 60)
      }
    }
  }

  async #patiently<T>(step: () => T): Promise<T> {
    const end = performance.now() + OPEN_PATIENCE_MS
    for (;;) {
      try {
        return step()
      } catch (error) {
        if (storeError(error)?.code !== 'store_busy' || performance.now() > end) throw error
        await sleep(15 + Math.random() * 60)
      }
    }
  }
}

const desksNamed = (path: string): string => {
  const found = inspect(path)
  return found.ok ? found.value.desks.join(', ') : ''
}
