import { constants, createReadStream } from 'node:fs'
import { access, open, readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { appError } from '@shared/kernel/app-error'
import { CommandRefused } from './output'

export interface MailFile {
  readonly file: string
  readonly raw: Uint8Array
  /** Bytes of the whole mail; more than `raw` holds of one that is too large. */
  readonly size: number
}

/** As much of a mail that is too large as its head needs. */
const HEAD_BYTES = 1024 * 1024

/**
 * Every file under the paths, in order: folders with all that lies in them, a Maildir's `tmp` and hidden names left
 * out. Refuses with `file_unreadable` before anything is read: an import is not begun that a wrong path would cut short.
 */
export const mailPaths = async (paths: readonly string[]): Promise<string[]> => {
  const found: string[] = []
  for (const path of paths) {
    try {
      await access(path, constants.R_OK)
      if ((await stat(path)).isDirectory()) {
        const names = (await readdir(path)).filter((name) => !name.startsWith('.') && name !== 'tmp').toSorted()
        found.push(...(await mailPaths(names.map((name) => join(path, name)))))
      } else found.push(path)
    } catch (error) {
      if (error instanceof CommandRefused) throw error
      throw new CommandRefused(appError('file_unreadable', { field: basename(path) }))
    }
  }
  return found
}

/** The mails of the files: as they are, or cut at an mbox's `From ` lines. Only the head of one above `limit` bytes. */
export async function* mailsIn(files: readonly string[], limit: number): AsyncGenerator<MailFile> {
  for (const file of files) {
    if (await startsLikeMbox(file)) yield* mboxMails(file, limit)
    else {
      const { size } = await stat(file)
      yield { file, raw: size > limit ? await headOf(file) : await readFile(file), size }
    }
  }
}

const headOf = async (file: string): Promise<Uint8Array> => {
  const handle = await open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

const startsLikeMbox = async (path: string): Promise<boolean> => {
  for await (const chunk of createReadStream(path, { end: 4 })) return String(chunk) === 'From '
  return false
}

/** Some programs leave out the empty line before it; a sentence names no sender, day and hour in this way. */
const POSTMARK =
  /^From \S+ {1,2}(?:mon|tue|wed|thu|fri|sat|sun) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) [ \d]\d \d\d:\d\d(?::\d\d)? .{0,10}\d{4}/i

async function* mboxMails(path: string, limit: number): AsyncGenerator<MailFile> {
  let lines: string[] = []
  let size = 0
  let count = 0
  let afterEmpty = true
  const mail = (): MailFile => ({ file: `${path}#${count}`, raw: Buffer.from(lines.join('\r\n'), 'latin1'), size })
  // latin1 keeps every byte as it is.
  for await (const line of createInterface({ input: createReadStream(path, 'latin1'), crlfDelay: Infinity })) {
    if (line.startsWith('From ') && (afterEmpty || POSTMARK.test(line))) {
      if (count > 0) yield mail()
      count += 1
      lines = []
      size = 0
    } else {
      const bare = line.replace(/^>(>*From )/, '$1')
      // A mail that is too large is not kept whole, here neither: its head is enough to say what it was.
      if (size <= limit) lines.push(bare)
      size += bare.length + 2
    }
    afterEmpty = line === ''
  }
  if (count > 0) yield mail()
}
