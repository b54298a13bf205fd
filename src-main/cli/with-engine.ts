import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { type Client, contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import { appError } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import { userByName } from '@main/features/accounts/users-queries'
import { rolesOf, toSessionUser } from '@main/features/accounts/users-rows'
import { type Engine, composeEngine } from '@main/engine/compose'
import { makeDemoStore } from '@main/demo/make-demo-store'
import type { Caller } from '@main/platform/caller'
import { fileSecrets } from '@main/platform/secrets'
import { openStore } from '@main/store/open'
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

/** The engine without a page: every command goes through the same door as the screens, as some user of the store. */
export const withEngine = async <T>(
  storePath: string,
  as: string | undefined,
  body: (session: Session) => Promise<T>,
): Promise<T> => {
  const path = resolve(storePath)
  // Said by name before anything starts: the engine itself only notes that a store did not open.
  await unwrap(await openStore(path)).close()
  const userFolder = await mkdtemp(join(tmpdir(), 'cantoniere-cli-'))
  const engine = composeEngine({
    config: {
      host: 'cli',
      version: 'cli',
      userFolder,
      storePath: path,
      demo: false,
      mayChooseStore: false,
      hostSecrets: false,
      console: false,
    },
    secrets: fileSecrets(join(userFolder, 'segreti.json')),
    makeDemo: (target) => makeDemoStore(target, {}),
  })
  try {
    await engine.start()
    const caller = await callerFor(engine, as)
    const client = clientOf(contract, (name, input) => engine.door.call(caller, name, input))
    return await body({ engine, client, caller })
  } finally {
    await engine.stop()
    await rm(userFolder, { recursive: true, force: true })
  }
}

const callerFor = async (engine: Engine, as: string | undefined): Promise<Caller> => {
  const users = unwrap(
    await engine.current.store.read(async (db) =>
      as === undefined
        ? (await db.selectFrom('users').selectAll().where('active', '=', 1).orderBy('id').execute()).filter((row) =>
            rolesOf(row.roles).includes('administrator'),
          )
        : [await userByName(db, as)].filter((row) => row !== undefined && row.active === 1),
    ),
  )
  const [row] = users
  if (row === undefined) throw new CommandRefused(appError('not_found', { field: '--as' }))
  return { user: toSessionUser(row), line: 'cli', operator: userInfo().username }
}
