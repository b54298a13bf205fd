interface Box {
  readonly name: string
  /** Where the box begins, where its payload does, and where it ends. */
  readonly at: number
  readonly payload: number
  readonly end: number
}

const HEAD = 8
const LONG_HEAD = 16
/** Boxes that hold boxes with something to say, or tables of a track. */
const HOLDERS = new Set('moov trak mdia minf stbl moof traf'.split(' '))
/** Position, device, owner, title, cover: `udta` and `meta` in a film or a track, XMP in a `uuid`. */
const TELLING = new Set(['udta', 'meta', 'uuid'])
const HEADERS = new Set(['mvhd', 'tkhd', 'mdhd'])
/** What a track shows or sounds; any other one is measurements: position, speed, faces. */
const SHOWN = new Set('vide soun text sbtl subt clcp tmcd'.split(' '))
/** Brands of the films that telephones make; one without a brand is an old QuickTime film. */
const FIRST = new Set('ftyp moov wide free skip mdat'.split(' '))

const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

/** MP4, MOV, M4V or 3GP by its first bytes; a still picture in the same kind of boxes is no film. */
export const isFilm = (bytes: Uint8Array): boolean => {
  const first = nameAt(bytes, 4)
  if (!FIRST.has(first)) return false
  return first !== 'ftyp' || !/^(?:hei|hev|mif1|msf1|avi[fs])/.test(nameAt(bytes, 8))
}

class Film {
  readonly bytes: Uint8Array
  readonly #view: DataView

  constructor(original: Uint8Array) {
    // A Buffer would slice itself into a view of the same bytes.
    this.bytes = new Uint8Array(original)
    this.#view = new DataView(this.bytes.buffer)
  }

  /** Up to the first one that is cut off; `end` is where reading stopped. */
  boxes(from: number, to: number): { readonly found: readonly Box[]; readonly end: number } {
    const found: Box[] = []
    let at = from
    while (at + HEAD <= to) {
      const told = this.#view.getUint32(at)
      const isLong = told === 1 && at + LONG_HEAD <= to
      const length = told === 0 ? to - at : isLong ? Number(this.#view.getBigUint64(at + HEAD)) : told
      const payload = at + (isLong ? LONG_HEAD : HEAD)
      if (at + length < payload || at + length > to) break
      found.push({ name: nameAt(this.bytes, at + 4), at, payload, end: at + length })
      at += length
    }
    return { found, end: at }
  }

  child(of: Box | undefined, name: string): Box | undefined {
    return of === undefined ? undefined : this.boxes(of.payload, of.end).found.find((box) => box.name === name)
  }

  /** The box stays as long as it was, so that nothing behind it moves: its name says that it is empty, and it is. */
  empty({ at, payload, end }: Box): void {
    this.bytes.set([0x66, 0x72, 0x65, 0x65], at + 4)
    this.bytes.fill(0, payload, end)
  }

  /** When it was made and last written. */
  forgetTimes({ payload, end }: Box): void {
    const length = this.bytes[payload] === 1 ? 16 : 8
    this.bytes.fill(0, payload + 4, Math.min(payload + 4 + length, end))
  }

  isShown(track: Box): boolean {
    const handler = this.child(this.child(track, 'mdia'), 'hdlr')
    return handler !== undefined && SHOWN.has(nameAt(this.bytes, handler.payload + 8))
  }

  /** The samples of a track, wherever in the file they lie. */
  emptySamples(track: Box): void {
    const tables = this.child(this.child(this.child(track, 'mdia'), 'minf'), 'stbl')
    const sizes = this.child(tables, 'stsz')
    const runs = this.child(tables, 'stsc')
    const long = this.child(tables, 'co64')
    const offsets = this.child(tables, 'stco') ?? long
    if (sizes === undefined || runs === undefined || offsets === undefined) return
    const number = ({ payload, end }: Box, index: number): number => {
      const at = payload + 4 + index * 4
      return at + 4 > end ? 0 : this.#view.getUint32(at)
    }
    /** A table says how long it is; no longer than its box, whatever it says. */
    const entries = (table: Box, at: number, width: number): number =>
      Math.min(number(table, at), Math.floor((table.end - table.payload) / width))
    const same = number(sizes, 0)
    const samples = same === 0 ? entries(sizes, 1, 4) : number(sizes, 1)
    const lastRun = entries(runs, 0, 12) - 1
    let sample = 0
    let run = 0
    for (let chunk = 0; chunk < entries(offsets, 0, long === offsets ? 8 : 4); chunk += 1) {
      while (run < lastRun && number(runs, 1 + (run + 1) * 3) <= chunk + 1) run += 1
      const count = Math.min(number(runs, 2 + run * 3), samples - sample)
      const at = long === offsets ? number(offsets, 2 + chunk * 2) : number(offsets, 1 + chunk)
      let length = same * count
      if (same === 0) for (let one = 0; one < count; one += 1) length += number(sizes, 2 + sample + one)
      sample += count
      this.bytes.fill(0, at, at + length)
    }
  }

  /** What is inside the box says nothing any more of where, when, with what and by whom. */
  clean(box: Box): void {
    if (TELLING.has(box.name)) return this.empty(box)
    if (HEADERS.has(box.name)) return this.forgetTimes(box)
    if (!HOLDERS.has(box.name)) return
    if (box.name === 'trak' && !this.isShown(box)) {
      this.emptySamples(box)
      return this.empty(box)
    }
    for (const inner of this.boxes(box.payload, box.end).found) this.clean(inner)
  }
}

/**
 * The same film, frame for frame and byte for byte as long, without what the telephone wrote beside it: position, time,
 * device, title, cover, and tracks of measurements. Null for one whose head is cut off or not understood.
 */
export const filmWithoutMetadata = (bytes: Uint8Array): Uint8Array | null => {
  const film = new Film(bytes)
  const { found, end } = film.boxes(0, film.bytes.length)
  if (!found.some(({ name }) => name === 'moov')) return null
  for (const box of found) film.clean(box)
  // What hangs behind the last box, or in one that is cut off, shows nothing once the film's head is whole.
  film.bytes.fill(0, end)
  return film.bytes
}
