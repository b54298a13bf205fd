import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Role } from '@shared/accounts/permissions'
import type { Client, Contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import { type Instant, asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { insertUser } from '@main/features/accounts/save-user'
import { seedDefaults } from '@main/features/settings/seed-defaults'
import { type Engine, composeEngine } from '@main/engine/compose'
import type { Ringing } from '@main/engine/tell-hosts'
import { silentLogger } from '@main/platform/logger'
import { fileSecrets } from '@main/platform/secrets'
import { createStore } from '@main/store/open'
import { type MemoryLine, memoryLine } from '@main/transport/memory'
import { cheapHash } from './cheap-hash'

export const PASSWORD = 'lampione-acceso-42'

/** A working Monday: 23 November 2026, 09:12 in Rome. */
export const MONDAY_MORNING = asInstant(Date.UTC(2026, 10, 23, 8, 12))

const ROLES: readonly Role[] = ['administrator', 'manager', 'mail', 'phone', 'counter', 'reader']

export interface TestDesk {
  readonly engine: Engine
  readonly storePath: string
  readonly folder: string
  /** What its host was told of calls. */
  readonly rung: readonly Ringing[]
  /** Moves the desk's clock. */
  at(moment: Instant): void
  /** A new line that nobody has signed in on. */
  line(): { readonly client: Client; readonly memory: MemoryLine; readonly name: string }
  /** A line on which the user of that role has signed in. */
  as(role: Role): Promise<Client>
  close(): Promise<void>
}

/** Fails the test with the refusal's code instead of an undefined value further on. */
export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.error.code} ${result.error.field ?? ''}`)
  return result.value
}

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code)

/** A store with the default settings and one user a role (`administrator`, `manager`, …). */
export const makeOfficeStore = async (path: string): Promise<void> => {
  const passwordHash = cheapHash(PASSWORD)
  const store = valueOf(await createStore(path))
  valueOf(
    await store.write(async (db) => {
      await seedDefaults(db, MONDAY_MORNING)
      for (const role of ROLES)
        await insertUser(
          db,
          { username: role, displayName: `Utente ${role}`, email: null, roles: [role], active: true },
          passwordHash,
          MONDAY_MORNING,
        )
    }),
  )
  await store.close()
}

let pattern: Promise<Buffer> | null = null

const makePattern = async (folder: string): Promise<Buffer> => {
  const path = join(folder, 'pattern.db')
  await makeOfficeStore(path)
  const bytes = await readFile(path)
  await rm(path)
  return bytes
}

/** As `makeOfficeStore`, from one that this file's tests made once: another store, which the id in it says. */
const copyOfficeStore = async (folder: string, path: string): Promise<void> => {
  await writeFile(path, await (pattern ??= makePattern(folder)))
  const database = new Database(path)
  database.pragma('synchronous = OFF')
  database.exec(`UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'store_id'`)
  database.close()
}

/** The engine as a host starts it, on a store of its own (or another desk's), over lines that clone what crosses. */
export const openTestDesk = async (
  options: {
    readonly storePath?: string
    readonly withStore?: boolean
    readonly copyTickMs?: number
    readonly beatMs?: number
    /** `cli`: no job runs beside the test. */
    readonly host?: 'web' | 'cli'
  } = {},
): Promise<TestDesk> => {
  const folder = await mkdtemp(join(tmpdir(), 'desk-'))
  const storePath = options.storePath ?? join(folder, 'archivio.db')
  if (options.storePath === undefined && options.withStore !== false) await copyOfficeStore(folder, storePath)
  let now: Instant = MONDAY_MORNING
  const rung: Ringing[] = []
  const engine = composeEngine({
    config: {
      host: options.host ?? 'web',
      version: 'test',
      userFolder: join(folder, 'utente'),
      storePath: options.withStore === false ? null : storePath,
      demo: false,
      mayChooseStore: true,
      serve: null,
      hostSecrets: false,
      console: false,
    },
    secrets: fileSecrets(join(folder, 'segreti.json')),
    clock: { now: () => now, monotonic: () => performance.now() },
    logger: silentLogger,
    makeDemo: () => Promise.resolve(),
    onCall: (call) => void rung.push(call),
    ...(options.copyTickMs === undefined ? {} : { copyTickMs: options.copyTickMs }),
    ...(options.beatMs === undefined ? {} : { beatMs: options.beatMs }),
  })
  await engine.start()
  let lines = 0
  const line: TestDesk['line'] = () => {
    lines += 1
    const name = `line-${lines}`
    const memory = memoryLine()
    engine.door.accept(name, memory.channel)
    return { name, memory, client: clientOf<Contract>(memory.invoke) }
  }
  return {
    engine,
    storePath,
    folder,
    rung,
    at: (moment) => {
      now = moment
    },
    line,
    as: async (role) => {
      const { client } = line()
      valueOf(await client.accounts.signIn({ username: role, password: PASSWORD }))
      return client
    },
    close: async () => {
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
