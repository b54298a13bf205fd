import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { FromEngine, ToEngine } from '@main/transport/host-link'

type SecretRequest = Extract<FromEngine, { kind: 'secret' }>
type SecretAnswer = Extract<ToEngine, { kind: 'secret' }>

const sealed = z.record(z.string(), z.base64())

/** What seals and opens: the operating system's keychain. */
export interface Seal {
  seal(text: string): Buffer
  /** Throws when the bytes were sealed elsewhere. */
  open(bytes: Buffer): string
}

/** Secrets in a file of this desk, each under a seal; what the file holds is of no use anywhere else. */
export class SealedSecrets {
  constructor(
    private readonly file: string,
    private readonly key: Seal,
  ) {}

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
      return found === undefined ? null : this.key.open(Buffer.from(found, 'base64'))
    }
    if (op === 'set') kept.set(key, this.key.seal(value).toString('base64'))
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
