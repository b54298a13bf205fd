import { chmodSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Result, err, ok } from '@shared/kernel/result'
import { appError } from '@shared/kernel/app-error'

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

/** For hosts without a keychain: a JSON file, 0600, written whole and renamed into place. */
export const fileSecrets = (path: string): Secrets => {
  const load = async (): Promise<Record<string, string>> => {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
      throw error
    }
  }
  const save = async (values: Record<string, string>): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(`${path}.part`, JSON.stringify(values), { mode: 0o600 })
    chmodSync(`${path}.part`, 0o600)
    await rename(`${path}.part`, path)
  }
  const guarded = async <T>(body: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await body())
    } catch {
      return err(appError('secrets_unavailable'))
    }
  }
  return {
    form: 'file',
    get: (key) => guarded(async () => (await load())[key] ?? null),
    set: (key, value) => guarded(async () => save({ ...(await load()), [key]: value })),
    remove: (key) =>
      guarded(async () => {
        const values = await load()
        const { [key]: _gone, ...rest } = values
        await save(rest)
      }),
  }
}
