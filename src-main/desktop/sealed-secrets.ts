import { z } from 'zod'
import { readOrPutAside, readSmallFile } from '@main/platform/read-small-file'
import { writeWhole } from '@main/platform/write-whole'
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
    if (op === 'get') {
      const found = this.#load()[key]
      return found === undefined ? null : this.key.open(Buffer.from(found, 'base64'))
    }
    // A file of junk keeps nobody from typing a password anew.
    const kept = new Map(Object.entries(op === 'set' ? (readOrPutAside(this.file, sealed) ?? {}) : this.#load()))
    if (op === 'set') kept.set(key, this.key.seal(value).toString('base64'))
    else kept.delete(key)
    writeWhole(this.file, JSON.stringify(Object.fromEntries(kept)))
    return null
  }

  #load(): Record<string, string> {
    return readSmallFile(this.file, sealed) ?? {}
  }
}
