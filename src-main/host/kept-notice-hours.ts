import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_NOTICE_HOURS, type NoticeHours, noticeHours } from '@shared/desks/notice-hours'
import { writeWhole } from '@main/platform/write-whole'

/** When this computer may show notices, in this user's own folder: a notice comes whether or not somebody signed in. */
export class KeptNoticeHours {
  readonly #file: string
  #kept: NoticeHours | null = null

  constructor(folder: string) {
    this.#file = join(folder, 'avvisi.json')
  }

  get now(): NoticeHours {
    this.#kept ??= this.#read()
    return this.#kept
  }

  /** False when it holds only until the program ends: the folder refuses. */
  keep(hours: NoticeHours): boolean {
    this.#kept = hours
    try {
      writeWhole(this.#file, JSON.stringify(hours))
      return true
    } catch {
      return false
    }
  }

  #read(): NoticeHours {
    try {
      return noticeHours.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
    } catch {
      return DEFAULT_NOTICE_HOURS
    }
  }
}
