import { readFile } from 'node:fs/promises'
import { type Result, err, ok } from '@shared/kernel/result'
import { appError } from '@shared/kernel/app-error'
import { oneAtATime } from './one-at-a-time'
import { writePrivateFile } from './private-file'

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

/** For hosts without a keychain: a JSON file of this user alone. Changes wait for each other, or one would be lost. */
export const fileSecrets = (path: string): Secrets => {
  const load = async (): Promise<Record<string, string>> => {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
      throw error
    }
  }
  const guarded = async <T>(body: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await body())
    } catch {
      return err(appError('secrets_unavailable'))
    }
  }
  const inTurn = oneAtATime()
  const change = (make: (now: Record<string, string>) => Record<string, string>): Promise<Result<void>> =>
    guarded(() => inTurn(async () => writePrivateFile(path, JSON.stringify(make(await load())))))
  return {
    form: 'file',
    get: (key) => guarded(async () => (await load())[key] ?? null),
    set: (key, value) => change((now) => ({ ...now, [key]: value })),
    remove: (key) => change(({ [key]: _gone, ...rest }) => rest),
  }
}
