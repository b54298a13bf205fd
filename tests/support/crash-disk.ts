import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { DiskStep } from './disk-trace'
import { FileContent } from './file-content'

/** A change that may or may not have reached the disk when the power went. */
type Pending<T> = T & { readonly order: number }
type ContentChange = { readonly data: Buffer; readonly at: number } | { readonly length: number }
type NameChange =
  | { readonly change: 'put'; readonly path: string; readonly file: CrashFile | null }
  | { readonly change: 'drop'; readonly path: string }
  | { readonly change: 'move'; readonly path: string; readonly from: string; readonly file: CrashFile | null }

interface CrashFile {
  readonly safe: FileContent
  pending: Pending<ContentChange>[]
}

export interface PowerCut {
  readonly random: () => number
  /** Which part of what was not flushed has reached the disk all the same, from 0 to 1. */
  readonly reached: number
  /** Bytes that reach a disk together. */
  readonly block: 512 | 4096
}

/**
 * A disk that keeps only what POSIX promises: a file's content once the file was flushed, a name once its folder was.
 * Of everything else any part may be there after a power cut, in blocks and in any order. Folders are kept by name.
 */
export class CrashDisk {
  readonly #root: string
  readonly #files = new Map<number, CrashFile>()
  readonly #folders = new Map<number, string>()
  /** Null for a folder. */
  readonly #names = new Map<string, CrashFile | null>()
  readonly #safeNames = new Map<string, CrashFile | null>()
  #pendingNames: Pending<NameChange>[] = []
  readonly #flushes = new Map<string, number>()
  readonly #isBelieved: (path: string) => boolean
  #order = 0

  /** @param isBelieved whether a flush of that path does what it says; a disk may lie */
  constructor(root: string, isBelieved: (path: string) => boolean = () => true) {
    this.#root = root
    this.#isBelieved = isBelieved
    this.#folders.set(statSync(root).ino, root)
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      const { ino } = statSync(path)
      const file = entry.isDirectory() ? null : { safe: new FileContent(readFileSync(path)), pending: [] }
      if (file) this.#files.set(ino, file)
      else this.#folders.set(ino, path)
      this.#names.set(path, file)
      this.#safeNames.set(path, file)
    }
  }

  take(step: DiskStep): void {
    const { kind, path, inode } = step
    this.#order += 1
    switch (kind) {
      case 'create':
        if (this.#names.get(path) !== undefined && this.#names.get(path) === this.#files.get(inode)) return
        this.#files.set(inode, { safe: new FileContent(Buffer.alloc(0)), pending: [] })
        return this.#rename({ change: 'put', path, file: this.#files.get(inode) ?? null })
      case 'mkdir':
        this.#folders.set(inode, path)
        return this.#rename({ change: 'put', path, file: null })
      case 'write':
        return void this.#files.get(inode)?.pending.push({ data: step.data, at: step.at, order: this.#order })
      case 'cut':
        return void this.#files.get(inode)?.pending.push({ length: step.at, order: this.#order })
      case 'flush':
        return void this.#flushes.set(`${inode} ${step.at}`, this.#order)
      case 'flushed':
        return this.#flushed(step)
      case 'rename': {
        const file = this.#names.get(path)
        if (file === undefined) throw new Error(`${path} gets another name and was never there`)
        return this.#rename({ change: 'move', from: path, path: step.data.toString(), file })
      }
      case 'link':
        return this.#rename({ change: 'put', path: step.data.toString(), file: this.#names.get(path) ?? null })
      case 'unlink':
        return this.#rename({ change: 'drop', path })
      case 'remark':
    }
  }

  #rename(change: NameChange): void {
    applyName(this.#names, change)
    this.#pendingNames.push({ ...change, order: this.#order })
  }

  /** What was given to the system before the flush began lies on the disk now. */
  #flushed({ inode, at, path }: DiskStep): void {
    const began = this.#flushes.get(`${inode} ${at}`) ?? 0
    if (!this.#isBelieved(path)) return
    const folder = this.#folders.get(inode)
    if (folder !== undefined) {
      const isSafe = (change: Pending<NameChange>): boolean => dirname(change.path) === folder && change.order < began
      for (const change of this.#pendingNames.filter(isSafe)) applyName(this.#safeNames, change)
      this.#pendingNames = this.#pendingNames.filter((change) => !isSafe(change))
    }
    const file = this.#files.get(inode)
    if (!file) return
    for (const change of file.pending) if (change.order < began) carryOut(file.safe, change)
    file.pending = file.pending.filter(({ order }) => order >= began)
  }

  /** Lays what a power cut leaves into a new folder. */
  leave(folder: string, cut: PowerCut): void {
    const names = new Map(this.#safeNames)
    const reaches = (): boolean => cut.random() < cut.reached
    for (const change of this.#pendingNames) if (reaches()) applyName(names, change)
    mkdirSync(folder, { recursive: true })
    for (const [path, file] of [...names].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const target = join(folder, relative(this.#root, path))
      if (!this.#isReached(path, names)) continue
      if (file === null) mkdirSync(target, { recursive: true })
      else writeFileSync(target, path.endsWith('-shm') ? noise(cut.random) : remains(file, cut, reaches))
    }
  }

  /** A folder that is not there takes what lies in it along. */
  #isReached(path: string, names: ReadonlyMap<string, CrashFile | null>): boolean {
    const folder = dirname(path)
    return folder === this.#root || (names.get(folder) === null && this.#isReached(folder, names))
  }
}

const applyName = (names: Map<string, CrashFile | null>, change: NameChange): void => {
  if (change.change === 'drop') names.delete(change.path)
  else names.set(change.path, change.file)
  if (change.change === 'move') names.delete(change.from)
}

const carryOut = (content: FileContent, change: ContentChange): void => {
  if ('length' in change) content.cut(change.length)
  else content.write(change.data, change.at)
}

const remains = (file: CrashFile, { block }: PowerCut, reaches: () => boolean): Buffer => {
  const content = new FileContent(file.safe.value)
  for (const change of file.pending) {
    if ('length' in change) {
      if (reaches()) content.cut(change.length)
      continue
    }
    // Block by block of the disk, not of the write.
    for (let from = 0; from < change.data.length;) {
      const end = Math.min(change.data.length, from + block - ((change.at + from) % block))
      if (reaches()) content.write(change.data.subarray(from, end), change.at + from)
      from = end
    }
  }
  return content.value
}

/** Nothing may be believed of a file that is memory and was never flushed. */
const noise = (random: () => number): Buffer => Buffer.from(Array.from({ length: 4096 }, () => random() * 256))
