import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type KeptReport, keptReport } from '@shared/contract/kept-report'
import { writeWhole } from '@main/platform/write-whole'

const MOST_KEPT = 200
const keyed = z.object({ key: z.string() })

/**
 * The desk's own outbox: reports that were typed while the store was away, in this desk's folder, readable by this
 * user only. It is on disk before the page is told that it is kept.
 */
export class KeptReports {
  readonly #file: string

  constructor(folder: string) {
    this.#file = join(folder, 'in-attesa.json')
  }

  /** Oldest first. */
  list(): readonly KeptReport[] {
    return this.#entries().flatMap((entry) => keptReport.safeParse(entry).data ?? [])
  }

  /** False when it cannot be kept: the desk holds too many already, or its disk refuses. */
  keep(report: KeptReport): boolean {
    return this.list().filter(({ key }) => key !== report.key).length < MOST_KEPT && this.#write(report.key, [report])
  }

  drop(key: string): void {
    this.#write(key, [])
  }

  /** Those of another version of the program too: what this one cannot read it must not lose. */
  #entries(): readonly unknown[] {
    try {
      return z.array(z.unknown()).parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      return []
    }
  }

  /** Puts `instead` in the place of the report with this key, and leaves every other entry as it lies there. */
  #write(key: string, instead: readonly KeptReport[]): boolean {
    const others = this.#entries().filter((entry) => keyed.safeParse(entry).data?.key !== key)
    try {
      writeWhole(this.#file, JSON.stringify([...others, ...instead]))
      return true
    } catch {
      return false
    }
  }
}
