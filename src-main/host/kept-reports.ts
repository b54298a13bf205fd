import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type KeptReport, keptReport } from '@shared/contract/kept-report'
import { readSmallFile } from '@main/platform/read-small-file'
import { writeWhole } from '@main/platform/write-whole'

const MOST_KEPT = 200
/** The key is the file's name. */
const SAFE_KEY = /^[\w-]{8,64}$/

/**
 * The desk's own outbox: reports that were typed while the store was away, in this desk's folder, readable by this
 * user only. Each is a file of its own, so that two hosts of one user cannot take each other's back; it is on disk
 * before the page is told that it is kept. What this version cannot read it leaves as it lies there.
 */
export class KeptReports {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = join(folder, 'in-attesa')
    this.#takeOver(join(folder, 'in-attesa.json'))
  }

  /** Oldest first. */
  list(): readonly KeptReport[] {
    return this.#keys()
      .flatMap((key) => this.#read(key) ?? [])
      .toSorted((one, other) => one.at - other.at)
  }

  /** False when it cannot be kept: the desk holds too many already, or its disk refuses. */
  keep(report: KeptReport): boolean {
    if (!SAFE_KEY.test(report.key) || this.#keys().filter((key) => key !== report.key).length >= MOST_KEPT) return false
    try {
      writeWhole(this.#fileOf(report.key), JSON.stringify(report))
      return true
    } catch {
      return false
    }
  }

  /** A disk that refuses leaves it there: it is filed once more under the same key, which makes no second ticket. */
  drop(key: string): void {
    if (!SAFE_KEY.test(key)) return
    try {
      rmSync(this.#fileOf(key), { force: true })
    } catch {
      // It stays.
    }
  }

  /** An older program kept them together in one file, which goes once each lies here by itself; what cannot be read stays. */
  #takeOver(file: string): void {
    try {
      const entries = readSmallFile(file, z.array(z.unknown())) ?? []
      if (entries.length === 0) return
      const left = entries.filter((entry) => {
        const report = keptReport.safeParse(entry).data
        if (report !== undefined) writeWhole(this.#fileOf(report.key), JSON.stringify(report))
        return report === undefined
      })
      if (left.length === 0) rmSync(file)
      else if (left.length < entries.length) writeWhole(file, JSON.stringify(left))
    } catch {
      // What the disk refuses now is tried again at the next start.
    }
  }

  #keys(): readonly string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length))
    } catch {
      return []
    }
  }

  #read(key: string): KeptReport | undefined {
    try {
      return keptReport.parse(JSON.parse(readFileSync(this.#fileOf(key), 'utf8')))
    } catch {
      return undefined
    }
  }

  #fileOf(key: string): string {
    return join(this.#folder, `${key}.json`)
  }
}
