import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type KeptReport, keptReport } from '@shared/contract/kept-report'

const MOST_KEPT = 200

/**
 * The desk's own outbox: reports that were typed while the store was away, in this desk's folder, readable by this
 * user only. It is on disk before the page is told that it is kept.
 */
export class KeptReports {
  readonly #file: string

  constructor(private readonly folder: string) {
    this.#file = join(folder, 'in-attesa.json')
  }

  /** Oldest first. */
  list(): readonly KeptReport[] {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#file, 'utf8'))
      // One damaged entry must not hide the others.
      return z
        .array(z.unknown())
        .parse(found)
        .flatMap((entry) => keptReport.safeParse(entry).data ?? [])
    } catch {
      return []
    }
  }

  /** False when it cannot be kept: the desk holds too many already, or its disk refuses. */
  keep(report: KeptReport): boolean {
    const others = this.list().filter(({ key }) => key !== report.key)
    return others.length < MOST_KEPT && this.#write([...others, report])
  }

  drop(key: string): void {
    this.#write(this.list().filter((report) => report.key !== key))
  }

  #write(reports: readonly KeptReport[]): boolean {
    try {
      mkdirSync(this.folder, { recursive: true })
      const part = `${this.#file}.part`
      const descriptor = openSync(part, 'w', 0o600)
      try {
        writeSync(descriptor, JSON.stringify(reports))
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(part, this.#file)
      return true
    } catch {
      return false
    }
  }
}
