import type { Readable } from 'node:stream'
import { type Entry, type ZipFile, getFileNameLowLevel, openPromise } from 'yauzl'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'

export interface ZipEntry {
  /** The last part of its path, whatever folders (`../../` too) stand before it: nothing is ever written by its name. */
  readonly name: string
  /** Bytes when unpacked, as the archive says; a stream that turns out longer fails. */
  readonly size: number
  /** Unpacked as it is read. */
  open(): Promise<Readable>
}

export interface ZipLimits {
  readonly entries: number
  /** Bytes of all entries together, unpacked. */
  readonly bytes: number
}

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4

const nameOf = (entry: Entry): string =>
  getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false).split(/[/\\]/).at(-1) ??
  ''

const listed = async (zip: ZipFile, limits: ZipLimits): Promise<Result<ZipEntry[]>> => {
  const entries: ZipEntry[] = []
  let bytes = 0
  if (zip.entryCount > limits.entries) return err(appError('attachment_too_large'))
  for await (const entry of zip.eachEntry()) {
    const name = nameOf(entry)
    if (name === '' || entry.isEncrypted()) continue
    bytes += entry.uncompressedSize
    if (bytes > limits.bytes) return err(appError('attachment_too_large'))
    entries.push({ name, size: entry.uncompressedSize, open: () => zip.openReadStreamPromise(entry) })
  }
  return ok(entries)
}

/**
 * The files of an archive, read in place. Refuses with `attachment_too_large` one that would unpack past the limits and
 * with `file_unreadable` one that is damaged; `use` gets its entries, and the archive is closed after it.
 */
export const withZip = async <T>(
  path: string,
  limits: ZipLimits,
  use: (entries: readonly ZipEntry[]) => Promise<Result<T>>,
): Promise<Result<T>> => {
  let zip: ZipFile
  try {
    // Names are taken apart by us: strict ones would refuse a whole archive for one odd name in it.
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
  } catch {
    return err(appError('file_unreadable'))
  }
  try {
    const entries = await listed(zip, limits)
    return entries.ok ? await use(entries.value) : entries
  } catch {
    return err(appError('file_unreadable'))
  } finally {
    zip.close()
  }
}
