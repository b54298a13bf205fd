import { z } from 'zod'
import { type Result, err, ok } from '@shared/kernel/result'
import { appError } from '@shared/kernel/app-error'
import { oneAtATime } from './one-at-a-time'
import { writePrivateFile } from './private-file'
import { readOrPutAside, readSmallFile } from './read-small-file'

/**
 * Where this desk keeps passwords of mailboxes: the operating system's keychain through the host, or a file that only
 * this user can read. Never the store, never a log.
 */
export interface Secrets {
  readonly form: 'keychain' | 'file'
  get(key: string): Promise<Result<string | null>>
  set(key: string, value: string): Promise<Result<void>>
  remove(key: string): Promise<Result<void>>
}

const kept = z.record(z.string(), z.string())

/** For hosts without a keychain: a JSON file of this user alone. Changes wait for each other, or one would be lost. */
export const fileSecrets = (path: string): Secrets => {
  const load = (): Record<string, string> => readSmallFile(path, kept) ?? {}
  const guarded = async <T>(body: () => T | Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await body())
    } catch {
      return err(appError('secrets_unavailable'))
    }
  }
  const inTurn = oneAtATime()
  const change = (make: () => Record<string, string>): Promise<Result<void>> =>
    guarded(() => inTurn(async () => writePrivateFile(path, JSON.stringify(make()))))
  return {
    form: 'file',
    get: (key) => guarded(() => load()[key] ?? null),
    // A file of junk keeps nobody from typing a password anew.
    set: (key, value) => change(() => ({ ...readOrPutAside(path, kept), [key]: value })),
    remove: (key) =>
      change(() => {
        const { [key]: _gone, ...rest } = load()
        return rest
      }),
  }
}
