import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { checkPassword } from '@shared/accounts/password-rule'
import type { InputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { type Caller, mayCaller } from '@main/platform/caller'
import { openedStore } from '@main/store/current-store'
import { createStore, openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { hashPassword } from '../accounts/password-hash'
import { insertUser } from '../accounts/save-user'
import { seedDefaults } from '../settings/seed-defaults'
import type { DeskParts } from './desk-parts'
import { type DeskStatus, deskStatus } from './desk-status'
import { suggestedStore } from './suggested-store'

/** While a store is open only who manages it may leave it for another; on a served desk nobody may. */
const mayChoose = (parts: DeskParts, caller: Caller): boolean =>
  parts.config.mayChooseStore && (parts.current.opened === null || mayCaller(caller, 'store.manage'))

const use = async (parts: DeskParts, caller: Caller, store: Store): Promise<DeskStatus> => {
  const before = parts.current.opened
  await parts.storeChanging()
  parts.current.set(openedStore(store, parts.desk.deskId))
  parts.notOpened.current = null
  await before?.store.close()
  parts.desk.opened(store.facts.path)
  await parts.storeChanged(caller.line)
  return deskStatus(parts, caller)
}

export const chooseStore = async (parts: DeskParts, caller: Caller, path: string): Promise<Result<DeskStatus>> => {
  if (!mayChoose(parts, caller)) return err(appError('forbidden'))
  const store = await openStore(path, parts.opening)
  return store.ok ? ok(await use(parts, caller, store.value)) : store
}

/** Tries once more what did not open at the start. */
export const openAgain = async (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> => {
  const failed = parts.notOpened.current
  if (failed === null || parts.current.opened !== null) return ok(await deskStatus(parts, caller))
  const store = await openStore(failed.path, parts.opening)
  if (store.ok) return ok(await use(parts, caller, store.value))
  parts.notOpened.current = { path: failed.path, error: store.error }
  return store
}

type CreateStore = InputOf<(typeof desk)['createStore']>

/** An empty store with the default settings and its first administrator: there is never one without a key. */
export const makeStore = async (parts: DeskParts, caller: Caller, input: CreateStore): Promise<Result<DeskStatus>> => {
  if (!mayChoose(parts, caller)) return err(appError('forbidden'))
  const { username, displayName, password } = input.administrator
  const rule = checkPassword(password, username)
  if (!rule.ok) return rule
  if (resolve(input.path) === suggestedStore()) mkdirSync(dirname(suggestedStore()), { recursive: true })
  const store = await createStore(input.path, parts.opening)
  if (!store.ok) return store
  const hash = await hashPassword(password)
  const filled = await store.value.write(async (db) => {
    await seedDefaults(db, parts.clock.now())
    await insertUser(
      db,
      { username, displayName, email: null, roles: ['administrator', 'manager'], active: true },
      hash,
      parts.clock.now(),
    )
  })
  if (!filled.ok) {
    await store.value.close()
    return filled
  }
  return ok(await use(parts, caller, store.value))
}

/** The demonstration lies in this desk's own folder; made at the first time, the same store afterwards. */
export const chooseDemo = async (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> => {
  if (!mayChoose(parts, caller)) return err(appError('forbidden'))
  const path = join(parts.desk.folder, 'dimostrazione.db')
  mkdirSync(parts.desk.folder, { recursive: true })
  if (!existsSync(path)) await parts.makeDemo(path)
  const store = await openStore(path, parts.opening)
  return store.ok ? ok(await use(parts, caller, store.value)) : store
}

export const leaveStore = async (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> => {
  if (!mayChoose(parts, caller)) return err(appError('forbidden'))
  const before = parts.current.opened
  await parts.storeChanging()
  parts.current.set(null)
  parts.desk.closed()
  await parts.storeChanged(caller.line)
  await before?.store.close()
  return ok(await deskStatus(parts, caller))
}
