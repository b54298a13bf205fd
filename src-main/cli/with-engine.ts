import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ADMINISTRATOR, type Permission } from '@shared/accounts/permissions'
import type { Client, Contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import { appError } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import { userByName } from '@main/features/accounts/users-queries'
import { sessionUserOf } from '@main/features/accounts/role-queries'
import { roleKeysOf } from '@main/features/accounts/users-rows'
import { type Engine, composeEngine } from '@main/engine/compose'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type Caller, mayCaller } from '@main/platform/caller'
import { type Secrets, fileSecrets } from '@main/platform/secrets'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { CommandRefused } from './output'

export const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new CommandRefused(result.error)
  return result.value
}

export interface Session {
  readonly engine: Engine
  readonly client: Client
  readonly caller: Caller
}

type SecretsIn = (userFolder: string) => Secrets
const ownSecrets: SecretsIn = (userFolder) => fileSecrets(join(userFolder, 'segreti.json'))

/** Keeps none: a password that went away with the command would be one that nobody has, and nobody was told. */
export const noSecrets: SecretsIn = (userFolder) => ({
  ...ownSecrets(userFolder),
  set: () => Promise.resolve(err(appError('secrets_unavailable'))),
})

/** The engine without a page, on a store or on none yet, in a user folder that goes away again. */
const run = async <T>(
  storePath: string | null,
  body: (engine: Engine) => Promise<T>,
  secretsIn: SecretsIn = ownSecrets,
): Promise<T> => {
  const userFolder = await mkdtemp(join(tmpdir(), 'cantoniere-cli-'))
  const engine = composeEngine({
    config: {
      host: 'cli',
      version: 'cli',
      userFolder,
      storePath,
      demo: false,
      // Whoever runs a command names the store; a page cannot.
      mayChooseStore: true,
      serve: null,
      hostSecrets: false,
      console: false,
    },
    secrets: secretsIn(userFolder),
    makeDemo: (target) => makeDemoStore(target, { eventful: true }),
  })
  try {
    await engine.start()
    return await body(engine)
  } finally {
    await engine.stop()
    await rm(userFolder, { recursive: true, force: true })
  }
}

/** For what no call of the contract does as a whole: the same permissions as on the screens. */
export const allow = ({ caller }: Session, ...needs: readonly Permission[]): void => {
  if (!needs.every((permission) => mayCaller(caller, permission))) throw new CommandRefused(appError('forbidden'))
}

const sessionOf = (engine: Engine, caller: Caller): Session => ({
  engine,
  caller,
  client: clientOf<Contract>((name, input) => engine.door.call(caller, name, input)),
})

/** Every command goes through the same door as the screens, as some user of the store. */
export const withEngine = async <T>(
  storePath: string,
  as: string | undefined,
  body: (session: Session) => Promise<T>,
  secretsIn: SecretsIn = ownSecrets,
): Promise<T> => {
  const path = resolve(storePath)
  const inStore = async (engine: Engine): Promise<T> => {
    // The engine itself only notes that a store did not open: asked again, it says why.
    if (engine.current.opened === null) await unwrap(await openStore(path)).close()
    await proved(engine.current.store)
    return body(sessionOf(engine, await callerFor(engine, as)))
  }
  return run(path, inStore, secretsIn)
}

/** On a share, another machine's desk must vouch for the locks first: seconds, while it answers. */
const PROOF_PATIENCE_MS = 60_000

const proved = async (store: Store): Promise<void> => {
  const end = performance.now() + PROOF_PATIENCE_MS
  while (store.facts.readOnly === 'share_on_trial' && performance.now() < end) await sleep(100)
}

/** For what a store that is lost or damaged needs: nobody is signed in where there is no store to know them. */
export const withoutStore = <T>(body: (session: Session) => Promise<T>): Promise<T> =>
  run(null, (engine) => body(sessionOf(engine, { user: null, line: 'cli', operator: userInfo().username })))

const callerFor = async (engine: Engine, as: string | undefined): Promise<Caller> => {
  const users = unwrap(
    await engine.current.store.read(async (db) =>
      as === undefined
        ? (await db.selectFrom('users').selectAll().where('active', '=', 1).orderBy('id').execute()).filter((row) =>
            roleKeysOf(row.roles).includes(ADMINISTRATOR),
          )
        : [await userByName(db, as)].filter((row) => row !== undefined && row.active === 1),
    ),
  )
  const [row] = users
  if (row === undefined) throw new CommandRefused(appError('not_found', { field: '--as' }))
  const user = unwrap(await engine.current.store.read((db) => sessionUserOf(db, row)))
  return { user, line: 'cli', operator: userInfo().username }
}
