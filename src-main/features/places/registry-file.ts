import type { Readable } from 'node:stream'
import Papa from 'papaparse'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import {
  NEEDED_COLUMNS,
  type ReadRow,
  type RegistryRow,
  type RegistryTown,
  type StreetNote,
  type StreetSkip,
  readRegistryRow,
} from '@shared/places/anncsu'
import { type Point, metresBetween } from '@shared/places/geo'
import type { AttachmentFiles } from '@main/store/attachment-files'
import { isZip, withZip } from '@main/platform/zip-entries'

type Door = NonNullable<RegistryRow['door']>
export type RegistryDoor = Door & { readonly locality: string }

export interface RegistryStreet {
  readonly code: string
  readonly name: string
  locality: string
  readonly doors: RegistryDoor[]
}

/** How often something was met, and on which lines first (the head of the file is line 1). */
export interface Tally<Reason> {
  readonly reason: Reason
  count: number
  readonly lines: number[]
}

export interface ReadRegistry {
  readonly streets: readonly RegistryStreet[]
  /** Rows of the file but its head. */
  readonly rows: number
  readonly skipped: readonly Tally<StreetSkip>[]
  readonly noted: readonly Tally<StreetNote>[]
}

/** Bytes, unpacked: a whole region's file is about a tenth of it. */
const LARGEST_TEXT = 2_000_000_000
const MOST_ENTRIES = 100
/** A town of a hundred thousand people has about as many doors. */
const MOST_DOORS = 400_000
const LINES_SHOWN = 5
/** The same street and number at two points further apart than this is worth asking about. */
const SAME_PLACE_METRES = 30

class Tallies<Reason extends string> {
  readonly #found = new Map<Reason, Tally<Reason>>()

  add(reason: Reason, line: number): void {
    const tally = this.#found.get(reason) ?? { reason, count: 0, lines: [] }
    tally.count += 1
    if (tally.lines.length < LINES_SHOWN) tally.lines.push(line)
    this.#found.set(reason, tally)
  }

  get all(): readonly Tally<Reason>[] {
    return [...this.#found.values()]
  }
}

/** Gathers the rows of one town into streets and doors, and what is to be said of the others. */
class Gathering {
  readonly #streets = new Map<string, RegistryStreet>()
  readonly #doorCodes = new Set<string>()
  readonly #placed = new Map<string, Point>()
  readonly skipped = new Tallies<StreetSkip>()
  readonly noted = new Tallies<StreetNote>()
  doors = 0

  take(read: ReadRow, line: number): void {
    if (read.kind === 'skip') return this.skipped.add(read.reason, line)
    const { row } = read
    const street = this.#streets.get(row.streetCode) ?? {
      code: row.streetCode,
      name: row.street,
      locality: row.locality,
      doors: [],
    }
    this.#streets.set(row.streetCode, street)
    const { door } = row
    if (door === null) return
    const code = door.code || `${row.streetCode}|${door.label}|${row.locality}`
    if (this.#doorCodes.has(code)) return this.skipped.add('repeated', line)
    this.#doorCodes.add(code)
    if (door.note !== null) this.noted.add(door.note, line)
    this.#compare(`${row.streetCode}|${door.label}`, door, line)
    street.doors.push({ ...door, locality: row.locality })
    this.doors += 1
  }

  get streets(): readonly RegistryStreet[] {
    for (const street of this.#streets.values()) {
      const places = new Set(street.doors.map(({ locality }) => locality))
      // A street through several places is in none of them by itself.
      if (places.size > 1) street.locality = ''
    }
    return [...this.#streets.values()]
  }

  #compare(name: string, door: Door, line: number): void {
    if (door.point === null || door.number === null) return
    const before = this.#placed.get(name)
    if (before === undefined) this.#placed.set(name, door.point)
    else if (metresBetween(before, door.point) > SAME_PLACE_METRES) this.noted.add('two_points', line)
  }
}

/** UTF-8 where the bytes are that; otherwise as older programs on Windows write. */
const decoderFor = (head: Uint8Array): TextDecoder => {
  try {
    // The last letter of the piece may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return new TextDecoder('utf-8')
  } catch {
    return new TextDecoder('windows-1252')
  }
}

/** Whole lines as they come; never more than a piece of the file in memory. */
async function* linesOf(stream: Readable): AsyncGenerator<readonly string[]> {
  let decoder: TextDecoder | null = null
  let rest = ''
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > LARGEST_TEXT) throw new Error('longer than any register')
    decoder ??= decoderFor(chunk)
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > 100_000) throw new Error('no lines')
    yield lines
  }
  if (rest !== '') yield [rest]
}

const cells = (line: string, delimiter: string): string[] =>
  (Papa.parse<string[]>(line, { delimiter, header: false }).data[0] ?? []).map((cell) => cell.trim())

const readText = async (stream: Readable, town: RegistryTown): Promise<Result<ReadRegistry>> => {
  const gathering = new Gathering()
  let columns: readonly string[] | null = null
  let delimiter = ';'
  let line = 0
  // Without the office's codes only a file of one town says whose rows are ours.
  const towns = new Set<string>()
  const marks = [town.istat, town.belfiore].filter((mark) => mark !== '')
  for await (const lines of linesOf(stream)) {
    for (const raw of lines) {
      line += 1
      const text = raw.replace(/\r$/, '')
      if (columns === null) {
        const head = text.replace(/^\uFEFF/, '')
        delimiter = head.split(';').length >= head.split(',').length ? ';' : ','
        columns = cells(head, delimiter).map((name) => name.toUpperCase())
        if (!NEEDED_COLUMNS.every((name) => columns?.includes(name))) return err(appError('wrong_file_type'))
        continue
      }
      if (text === '') continue
      // A region has a hundred rows for each of the town's: they are told by their code, before they are taken apart.
      if (marks.length > 0 && columns.includes('CODICE_ISTAT') && !marks.some((mark) => text.includes(mark))) {
        gathering.skipped.add('other_town', line)
        continue
      }
      const values = cells(text, delimiter)
      if (values.length < columns.length - 1) gathering.skipped.add('broken_row', line)
      else {
        const row = Object.fromEntries(columns.map((name, at) => [name, values[at]]))
        if (marks.length === 0) towns.add(row['CODICE_ISTAT'] || row['CODICE_COMUNE'] || '')
        gathering.take(readRegistryRow(row, town), line)
      }
      if (gathering.doors > MOST_DOORS || towns.size > 1) return err(appError('town_missing'))
    }
  }
  if (columns === null) return err(appError('wrong_file_type'))
  const { streets, skipped, noted } = gathering
  return ok({ streets, rows: Math.max(0, line - 1), skipped: skipped.all, noted: noted.all })
}

/**
 * Reads a register of streets (ANNCSU's CSV, alone or in its zip), a whole region's or the town's own, without ever
 * holding more than the town's rows. Refusals: `wrong_file_type`, `file_unreadable`, `attachment_too_large`,
 * `town_missing` (more doors than a town has: the office's codes are not set).
 */
export const readRegistry = async (
  files: AttachmentFiles,
  sha256: string,
  town: RegistryTown,
): Promise<Result<ReadRegistry>> => {
  if ((await files.size(sha256)) === null) return err(appError('attachment_missing'))
  const read = (stream: Readable): Promise<Result<ReadRegistry>> =>
    readText(stream, town).catch(() => err(appError('file_unreadable')))
  if (!isZip(await files.head(sha256, 4))) return read(files.stream(sha256))
  return withZip(files.pathOf(sha256), { entries: MOST_ENTRIES, bytes: LARGEST_TEXT }, async (entries) => {
    const csv = entries.find(({ name }) => /\.csv$/i.test(name))
    return csv === undefined ? err(appError('wrong_file_type')) : read(await csv.open())
  })
}
