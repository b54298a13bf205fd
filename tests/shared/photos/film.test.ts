import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filmWithoutMetadata, isFilm } from '@shared/photos/film-boxes'
import { leavesHow } from '@shared/photos/photo-types'

const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4))
  return bytes
}
const box = (name: string, ...inside: Buffer[]): Buffer => {
  const payload = Buffer.concat(inside)
  return Buffer.concat([u32(payload.length + 8), Buffer.from(name, 'latin1'), payload])
}
const handler = (kind: string): Buffer => box('hdlr', u32(0, 0), Buffer.from(kind), u32(0, 0, 0))
/** One chunk of two samples of ten bytes each. */
const tables = (offset: number): Buffer =>
  box('stbl', box('stsz', u32(0, 0, 2, 10, 10)), box('stsc', u32(0, 1, 1, 2, 1)), box('stco', u32(0, 1, offset)))
const track = (kind: string, offset: number): Buffer =>
  box(
    'trak',
    box('tkhd', u32(0, 3_700_000_000, 3_700_000_001, 1)),
    box('mdia', box('mdhd', u32(0, 3_700_000_000, 3_700_000_001, 600)), handler(kind), box('minf', tables(offset))),
    box('udta', Buffer.from('nome traccia')),
  )
const FRAMES = 'fotogramma-di-20-byt'
const MEASURED = 'misure+43.84+010.57/'
const START = 'la strada davanti'

/** As a telephone writes it: frames and measurements first, then the head with place, device and time. */
const film = (): Buffer => {
  const first = box('ftyp', Buffer.from('qt  \0\0\0\0qt  '))
  const frames = first.length + 8 + START.length
  return Buffer.concat([
    first,
    box('mdat', Buffer.from(START), Buffer.from(FRAMES), Buffer.from(MEASURED)),
    box(
      'moov',
      box('mvhd', u32(0, 3_700_000_000, 3_700_000_001, 600, 1200)),
      track('vide', frames),
      track('meta', frames + FRAMES.length),
      box('udta', box('©xyz', Buffer.from('+43.8417+010.5727/'))),
      box('meta', handler('mdta'), Buffer.from('com.apple.quicktime.model iPhone 15')),
    ),
    box('uuid', Buffer.from('XMP di Mario Rossi')),
  ])
}
const says = (bytes: Uint8Array, word: string): boolean => Buffer.from(bytes).includes(word)
const cleaned = (bytes: Uint8Array): Uint8Array => {
  const clean = filmWithoutMetadata(bytes)
  if (clean === null) throw new Error('not understood')
  return clean
}

describe('a film without what its telephone wrote beside it', () => {
  it('is as long as before, shows the same frames, and says nothing of place, time, device and owner', () => {
    const before = film()
    const clean = cleaned(before)
    expect(clean.byteLength).toBe(before.byteLength)
    for (const word of ['+43.84', 'iPhone', 'Mario', 'nome traccia', MEASURED]) {
      expect(says(before, word), word).toBe(true)
      expect(says(clean, word), word).toBe(false)
    }
    expect(says(clean, START + FRAMES)).toBe(true)
    expect(says(clean, u32(3_700_000_000).toString('latin1')), 'when').toBe(false)
    expect(Buffer.from(clean).includes(u32(3_700_000_000))).toBe(false)
    // The head, its own length of the film and the track that is seen are still there; the stored film is as it was.
    expect(Buffer.from(clean).includes(u32(600, 1200))).toBe(true)
    expect(['moov', 'vide', 'stsz'].every((name) => says(clean, name))).toBe(true)
    expect(before.equals(film())).toBe(true)
  })

  it('is not promised of one whose head is cut off; what hangs behind a whole one goes', () => {
    expect(filmWithoutMetadata(film().subarray(0, 200))).toBeNull()
    expect(filmWithoutMetadata(box('ftyp', Buffer.from('mp42')))).toBeNull()
    const hanging = Buffer.concat([film(), Buffer.from('\0\0\u00ff\u00ffgps 43.84')])
    expect(says(cleaned(hanging), 'gps')).toBe(false)
  })

  it('never throws, whatever is in the file', () => {
    fc.assert(
      fc.property(fc.nat(film().length - 1), fc.uint8Array({ minLength: 4, maxLength: 12 }), (at, bytes) => {
        const bent = film()
        bent.set(bytes.subarray(0, bent.length - at), at)
        filmWithoutMetadata(bent)
      }),
      { numRuns: 300 },
    )
  })

  it('is told from a photo in the same kind of boxes', () => {
    expect([
      isFilm(film()),
      isFilm(box('ftyp', Buffer.from('heic'))),
      isFilm(box('ftyp', Buffer.from('avif'))),
    ]).toEqual([true, false, false])
    expect(isFilm(Buffer.from('%PDF-1.7'))).toBe(false)
  })
})

describe('what goes along with a file that leaves', () => {
  it('is said by its name', () => {
    expect(['IMG_1.HEIC', 'film.MOV', 'perizia.pdf', 'lettera.docx', 'elenco.csv'].map(leavesHow)).toEqual([
      'cleaned',
      'cleaned',
      'whole',
      'whole',
      'plain',
    ])
  })
})
