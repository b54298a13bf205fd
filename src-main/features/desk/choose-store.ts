import { existsSync, mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { checkPassword } from '@shared/accounts/password-rule'
import type { InputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import { type AppError, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { type Caller, mayCaller } from '@main/platform/caller'
import { attachmentFolder } from '@main/store/attachment-files'
import { asSystem } from '@main/store/audit/acting'
import { openedStore } from '@main/store/current-store'
import { createStore, openStore } from '@main/store/open'
import { removeStore } from '@main/store/remove-store'
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

/**
 * One change of store at a time, and whether it may be made is asked when its turn comes: two clicks, or two pages,
 * would otherwise start the parts of one store on the other.
 */
export const inTurn = <T>(parts: DeskParts, caller: Caller, change: () => Promise<Result<T>>): Promise<Result<T>> =>
  parts.changeOfStore(async () => (mayChoose(parts, caller) ? change() : err(appError('forbidden'))))

/** Leaves what is open: its parts stop, what waits in it is written, and only then is it closed. */
const leave = async (parts: DeskParts): Promise<void> => {
  const before = parts.current.opened
  await parts.storeChanging()
  parts.current.set(null)
  await before?.store.close()
}

const use = async (parts: DeskParts, caller: Caller, store: Store): Promise<Result<DeskStatus>> => {
  await leave(parts)
  parts.current.set(openedStore(store, parts.desk.deskId))
  parts.notOpened.current = null
  parts.desk.opened(store.facts.path)
  await parts.storeChanged(caller.line)
  return ok(await deskStatus(parts, caller))
}

/** Inside a turn: opens a store and only then leaves the one that was open. */
export const openAndUse = async (parts: DeskParts, caller: Caller, path: string): Promise<Result<DeskStatus>> => {
  const store = await openStore(path, parts.opening)
  return store.ok ? use(parts, caller, store.value) : store
}

/**
 * Inside a turn: work on a file that nobody may have open, then the store again. Whatever the work comes to, refused or
 * thrown, the desk ends on a store: the one at `path`, or, where that does not open, the one that it had. Where neither
 * opens it says so and can try again, now and at its next start.
 */
export const withStoreClosed = async <T>(
  parts: DeskParts,
  caller: Caller,
  path: string,
  work: () => Promise<Result<T>>,
): Promise<Result<{ readonly status: DeskStatus; readonly done: T }>> => {
  const before = parts.current.opened?.store.facts.path ?? null
  await leave(parts)
  const done = await work().catch((error: unknown): Result<never> => {
    parts.logger.bug('work on a closed store', error)
    return err(appError('internal'))
  })
  const opened = await openAndUse(parts, caller, path)
  if (!opened.ok) await backTo(parts, caller, before ?? path, opened.error)
  if (!done.ok) return done
  return opened.ok ? ok({ status: opened.value, done: done.value }) : opened
}

/** Inside a turn: the store that the desk had; when it does not open either, that is told and kept for another try. */
export const backTo = async (parts: DeskParts, caller: Caller, path: string, error: AppError): Promise<void> => {
  if ((await openAndUse(parts, caller, path)).ok) return
  parts.notOpened.current = { path, error }
  await parts.storeChanged(caller.line)
}

export const chooseStore = (parts: DeskParts, caller: Caller, path: string): Promise<Result<DeskStatus>> =>
  inTurn(parts, caller, () => openAndUse(parts, caller, path))

/** The desk itself, when it starts. */
const NOBODY: Caller = { user: null, line: '' }

/** What this desk is for, or had open last (null: the demonstration); a refusal is kept for the start page. */
export const openAtStart = (parts: DeskParts, path: string | null): Promise<Result<DeskStatus>> =>
  parts.changeOfStore(() => (path === null ? openDemo(parts, NOBODY) : openOrMiss(parts, NOBODY, path)))

const openOrMiss = async (parts: DeskParts, caller: Caller, path: string): Promise<Result<DeskStatus>> => {
  const opened = await openAndUse(parts, caller, path)
  if (!opened.ok) parts.notOpened.current = { path, error: opened.error }
  return opened
}

/** The store that did not open when the desk started; anybody may try again, also where no other may be chosen. */
export const openAgain = (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> =>
  parts.changeOfStore(async () => {
    const failed = parts.notOpened.current
    if (failed === null || parts.current.opened !== null) return ok(await deskStatus(parts, caller))
    return openOrMiss(parts, caller, failed.path)
  })

type CreateStore = InputOf<(typeof desk)['createStore']>

/** An empty store with the default settings and its first administrator: there is never one without a key. */
export const makeStore = (parts: DeskParts, caller: Caller, input: CreateStore): Promise<Result<DeskStatus>> =>
  inTurn(parts, caller, async () => {
    const { username, displayName, password } = input.administrator
    const rule = checkPassword(password, username)
    if (!rule.ok) return rule
    if (resolve(input.path) === suggestedStore()) mkdirSync(dirname(suggestedStore()), { recursive: true })
    const hash = await hashPassword(password)
    const store = await createStore(input.path, parts.opening)
    if (!store.ok) return store
    const filled = await asSystem('store.created', () =>
      store.value.write(async (db) => {
        await seedDefaults(db, parts.clock.now())
        await insertUser(
          db,
          { username, displayName, email: null, roles: ['administrator', 'manager'], active: true },
          hash,
          parts.clock.now(),
        )
      }),
    )
    if (!filled.ok) {
      // Made a moment ago by this very call, and without a key to it: it would only keep its name from being used.
      await store.value.close()
      await removeWhole(store.value.facts.path)
      return filled
    }
    return use(parts, caller, store.value)
  })

/** The demonstration lies in this desk's own folder; made at the first time, the same store afterwards. */
export const chooseDemo = (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> =>
  inTurn(parts, caller, () => openDemo(parts, caller))

/** It gets its name when it is whole: one that was being made when the desk died is made anew. */
const openDemo = async (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> => {
  const path = join(parts.desk.folder, 'dimostrazione.db')
  mkdirSync(parts.desk.folder, { recursive: true })
  if (!existsSync(path)) {
    const unfinished = join(parts.desk.folder, 'dimostrazione-in-corso.db')
    await removeWhole(unfinished)
    await parts.makeDemo(unfinished)
    await rm(attachmentFolder(path), { recursive: true, force: true })
    if (existsSync(attachmentFolder(unfinished))) await rename(attachmentFolder(unfinished), attachmentFolder(path))
    await rename(unfinished, path)
  }
  return openOrMiss(parts, caller, path)
}

const removeWhole = async (path: string): Promise<void> => {
  await removeStore(path)
  await rm(attachmentFolder(path), { recursive: true, force: true })
}

export const leaveStore = (parts: DeskParts, caller: Caller): Promise<Result<DeskStatus>> =>
  inTurn(parts, caller, async () => {
    const path = parts.current.opened?.store.facts.path
    await leave(parts)
    if (path !== undefined) parts.desk.closed(path)
    await parts.storeChanged(caller.line)
    return ok(await deskStatus(parts, caller))
  })
