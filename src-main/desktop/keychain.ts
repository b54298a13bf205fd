import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import type { FromEngine, ToEngine } from '@main/transport/host-link'

type SecretRequest = Extract<FromEngine, { kind: 'secret' }>
type SecretAnswer = Extract<ToEngine, { kind: 'secret' }>

const sealed = z.record(z.string(), z.base64())

/** Whether the operating system really keeps a key for us: Linux without a keyring only pretends to. */
export const hasKeychain = (): boolean =>
  safeStorage.isEncryptionAvailable() &&
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')

/** Secrets sealed by the operating system's keychain, in a file of this desk. */
export class Keychain {
  constructor(private readonly file: string) {}

  answer(request: SecretRequest): SecretAnswer {
    try {
      return { kind: 'secret', id: request.id, ok: true, value: this.#carryOut(request) }
    } catch {
      return { kind: 'secret', id: request.id, ok: false, value: null }
    }
  }

  #carryOut({ op, key, value }: SecretRequest): string | null {
    const kept = new Map(Object.entries(this.#load()))
    if (op === 'get') {
      const found = kept.get(key)
      return found === undefined ? null : safeStorage.decryptString(Buffer.from(found, 'base64'))
    }
    if (op === 'set') kept.set(key, safeStorage.encryptString(value).toString('base64'))
    else kept.delete(key)
    mkdirSync(dirname(this.file), { recursive: true })
    writeFileSync(`${this.file}.part`, JSON.stringify(Object.fromEntries(kept)), { mode: 0o600 })
    renameSync(`${this.file}.part`, this.file)
    return null
  }

  #load(): Record<string, string> {
    try {
      return sealed.parse(JSON.parse(readFileSync(this.file, 'utf8')))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
      throw error
    }
  }
}
