import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { withoutMetadata } from '@shared/photos/without-metadata'
import { OWNER, decode, photoFile } from '../../support/photos'

const says = (bytes: Uint8Array, word: string): boolean => Buffer.from(bytes).includes(word)
const pixels = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).raw().toBuffer()
const cleaned = (bytes: Uint8Array): Uint8Array => {
  const clean = withoutMetadata(bytes)
  if (clean === null) throw new Error('not understood')
  return clean
}

describe('a photo without what its camera wrote beside it', () => {
  for (const type of ['jpeg', 'png', 'webp'] as const)
    it(`is the same ${type}, pixel for pixel, and says nothing of place, time and owner`, async () => {
      const photo = await photoFile({ type })
      expect(says(photo, OWNER)).toBe(true)
      const clean = cleaned(photo)
      expect(says(clean, OWNER)).toBe(false)
      const told = await sharp(clean).metadata()
      expect([told.exif, told.xmp, told.iptc]).toEqual([undefined, undefined, undefined])
      expect((await pixels(clean)).equals(await pixels(photo))).toBe(true)
      expect(clean.byteLength).toBeLessThan(photo.byteLength)
    })

  it('stands upright as before, in every way in which a telephone is held', async () => {
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const photo = await photoFile({ orientation, progressive: orientation % 2 === 0 })
      const clean = cleaned(photo)
      expect(says(clean, OWNER)).toBe(false)
      const [before, after] = [await decode(photo), await decode(clean)]
      expect([after.width, after.height]).toEqual([before.width, before.height])
      for (const [x, y] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
      ] as const)
        expect(after.at(x, y)).toEqual(before.at(x, y))
    }
  })

  it('leaves behind what hangs after the end: films, further pictures, whatever somebody hid there', async () => {
    const photo = await photoFile()
    const hiding = Buffer.concat([photo, Buffer.from('ftypmp42 latitudine 43.84'), await photoFile()])
    expect(says(cleaned(hiding), 'latitudine')).toBe(false)
    expect(cleaned(hiding).byteLength).toBe(cleaned(photo).byteLength)
  })

  it('keeps comments and the small copy of the whole in the office', async () => {
    const photo = await photoFile()
    const comment = Buffer.from('\u00ff\u00fe\0\u0010commento mio..', 'latin1')
    const small = Buffer.concat([Buffer.from([0xff, 0xed, 0, 22]), Buffer.from('Photoshop 3.0 copia.')])
    const noted = Buffer.concat([photo.subarray(0, 2), comment, small, photo.subarray(2)])
    const clean = cleaned(noted)
    expect([says(clean, 'commento'), says(clean, 'Photoshop')]).toEqual([false, false])
    expect((await pixels(clean)).equals(await pixels(photo))).toBe(true)
  })

  it('keeps the colour profile, without which the colours would be others', async () => {
    const photo = await sharp(await photoFile())
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    const clean = await sharp(cleaned(photo)).metadata()
    expect(clean.icc?.equals((await sharp(photo).metadata()).icc ?? Buffer.alloc(0))).toBe(true)
  })

  it('is not guessed: a file that is cut off or says to be turned otherwise is to be drawn anew', async () => {
    const photo = await photoFile()
    expect(withoutMetadata(photo.subarray(0, photo.byteLength - 40))).toBeNull()
    expect(withoutMetadata(Buffer.from('nessuna foto'))).toBeNull()
    expect(withoutMetadata(await photoFile({ type: 'png', orientation: 6 }))).toBeNull()
    expect(withoutMetadata(await photoFile({ type: 'webp', orientation: 6 }))).toBeNull()
  })

  it('never breaks on a broken file, and never lets the owner out of one', async () => {
    for (const type of ['jpeg', 'png', 'webp'] as const) {
      const photo = await photoFile({ type })
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(photo.byteLength - 1), fc.nat(255)), { maxLength: 6 }),
          fc.nat(photo.byteLength),
          (changes, cut) => {
            const broken = Buffer.from(photo.subarray(0, cut < 40 ? photo.byteLength : cut))
            for (const [at, value] of changes) if (at < broken.byteLength) broken[at] = value
            const clean = withoutMetadata(broken)
            return clean === null || clean.byteLength <= broken.byteLength + 40
          },
        ),
        { numRuns: 300 },
      )
    }
  })
})
