import type { AuditHead } from '../audit/audit-rows'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { flushFile } from '../flush'

/** The paper that lies beside a copy (`<copy>.json`): what it must be found to hold. */
export interface Manifest {
  readonly format: 1
  /** The store's own file name: its attachments lie in a folder named after it. */
  readonly store: string
  /** Which store it is of: two may be called alike. Papers of older programs do not say, and those of older stores say nothing. */
  readonly storeId?: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
  readonly schemaVersion: number
  readonly bytes: number
  /** SHA-256 of the copied database file, in hexadecimal. */
  readonly sha256: string
  /** Rows of every table, by its name. */
  readonly rows: Readonly<Record<string, number>>
  readonly attachments: number
  /** Where each desk's chain of the register ended: what was written until then must still stand there. */
  readonly auditHeads?: readonly AuditHead[]
  /** Attachments that the store names and that were not there to be copied. */
  readonly missing: number
}

export const manifestOf = (copy: string): string => `${copy}.json`

/** Null where there is none, or none that can be read: the copy is then judged by itself. */
export const readManifest = async (copy: string): Promise<Manifest | null> => {
  try {
    const value = JSON.parse(await readFile(manifestOf(copy), 'utf8')) as Manifest
    return value.format === 1 && typeof value.sha256 === 'string' && typeof value.madeAt === 'number' ? value : null
  } catch {
    return null
  }
}

/** Leaves the whole paper or, where the disk has no room for it, nothing. */
export const writeManifest = async (copy: string, manifest: Manifest): Promise<void> => {
  const part = `${manifestOf(copy)}.part`
  try {
    await writeFile(part, `${JSON.stringify(manifest, null, 2)}\n`)
    await flushFile(part)
    await rename(part, manifestOf(copy))
  } finally {
    await rm(part, { force: true }).catch(() => undefined)
  }
}
