import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PhotoThreads, openPhotoThreads } from '@main/photos/photo-threads'
import {
  BLACK,
  BLUE,
  GREEN,
  OWNER,
  RED,
  TAKEN,
  TAKEN_AT,
  WHITE,
  decode,
  heicFile,
  isLike,
  photoFile,
} from '../../support/photos'
import { codeOf, valueOf } from '../../support/engine'
import { plainPng } from '../../support/plain-png'

let folder: string
let threads: PhotoThreads
let others: PhotoThreads | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foto-'))
  threads = openPhotoThreads()
})
afterEach(() => others?.close())
afterAll(async () => {
  await threads.close()
  await rm(folder, { recursive: true, force: true })
})

let count = 0
const file = async (content: Uint8Array): Promise<string> => {
  count += 1
  const path = join(folder, `foto-${count}`)
  await writeFile(path, content)
  return path
}
const drawn = async (content: Uint8Array, edge = 360): Promise<Uint8Array> =>
  valueOf(await threads.scaled(await file(content), [edge]))[0]?.content ?? new Uint8Array()

describe('photos that telephones send', () => {
  it('are read as JPEG, PNG, WebP and HEIC: how large, when and where', async () => {
    const photos = [
      await photoFile(),
      await photoFile({ type: 'png' }),
      await photoFile({ type: 'webp' }),
      await heicFile('dritta'),
    ]
    for (const photo of photos) {
      const facts = valueOf(await threads.facts(await file(photo)))
      expect(facts).toMatchObject({ width: 160, height: 120, takenAt: TAKEN })
      expect(facts.position?.lat).toBeCloseTo(TAKEN_AT.lat, 4)
      expect(facts.position?.lon).toBeCloseTo(TAKEN_AT.lon, 4)
    }
  })

  it('stand upright in every size, whichever way the telephone was held', async () => {
    for (const [photo, width, height] of [
      [await photoFile({ orientation: 6 }), 120, 160],
      [await photoFile({ orientation: 3 }), 160, 120],
      [await heicFile('girata'), 120, 160],
      [await heicFile('dritta'), 160, 120],
    ] as const) {
      const facts = valueOf(await threads.facts(await file(photo)))
      const picture = await decode(await drawn(photo))
      expect([facts.width, facts.height, picture.width, picture.height]).toEqual([width, height, width, height])
    }
    // A quarter to the right: what was below left stands above left.
    for (const photo of [await photoFile({ orientation: 6 }), await heicFile('girata')]) {
      const turned = await decode(await drawn(photo))
      expect(isLike(turned.at(0.25, 0.2), BLUE)).toBe(true)
      expect(isLike(turned.at(0.75, 0.2), RED)).toBe(true)
      expect(isLike(turned.at(0.75, 0.8), GREEN)).toBe(true)
    }
  })

  it('come out small and say nothing', async () => {
    const small = await drawn(await photoFile({ width: 4000, height: 3000 }), 360)
    const told = await sharp(small).metadata()
    expect([told.width, told.height, told.exif, told.format]).toEqual([360, 270, undefined, 'jpeg'])
    expect(Buffer.from(small).includes(OWNER)).toBe(false)
  })

  it('say nothing of a place where a camera without a fix writes zeros', async () => {
    expect(valueOf(await threads.facts(await file(await photoFile({ at: null })))).position).toBeNull()
  })
})

describe('a redacted photo', () => {
  const box = { x: 0, y: 0, width: 0.5, height: 0.5 }

  it('is black where the box was drawn and has no second copy of what lay there', async () => {
    for (const photo of [
      await photoFile(),
      await photoFile({ type: 'png' }),
      await photoFile({ type: 'webp' }),
      await heicFile('dritta'),
    ]) {
      const made = valueOf(await threads.redrawn(await file(photo), [box]))
      const picture = await decode(made.content)
      for (let x = 0.02; x < 0.48; x += 0.05)
        for (let y = 0.02; y < 0.48; y += 0.05) expect(isLike(picture.at(x, y), BLACK)).toBe(true)
      expect(isLike(picture.at(0.75, 0.25), GREEN)).toBe(true)
      expect(isLike(picture.at(0.75, 0.75), WHITE)).toBe(true)
      const told = await sharp(made.content).metadata()
      expect([told.exif, told.xmp, told.iptc]).toEqual([undefined, undefined, undefined])
      expect(Buffer.from(made.content).includes(OWNER)).toBe(false)
    }
  })

  it('has its boxes where a person saw them, also when the telephone was held upright', async () => {
    const made = valueOf(await threads.redrawn(await file(await photoFile({ orientation: 6 })), [box]))
    const picture = await decode(made.content)
    expect([picture.width, picture.height]).toEqual([120, 160])
    expect(isLike(picture.at(0.25, 0.25), BLACK)).toBe(true)
    expect(isLike(picture.at(0.75, 0.25), RED)).toBe(true)
  })
})

describe('files that are no photos, or too much of one', () => {
  it('are refused by name, and the next one is read', async () => {
    const photo = await photoFile()
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [Buffer.from('<script>alert(1)</script>'), 'photo_unreadable'],
      [photo.subarray(0, 400), 'photo_unreadable'],
      [(await heicFile('dritta')).subarray(0, 500), 'photo_unreadable'],
      [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(5000, 0xaa)]), 'photo_unreadable'],
      [Buffer.alloc(0), 'photo_unreadable'],
    ]
    for (const [content, code] of cases) expect(codeOf(await threads.scaled(await file(content), [360]))).toBe(code)
    expect(codeOf(await threads.scaled(await file(photo), [360]))).toBe('ok')
    expect(codeOf(await threads.scaled(join(folder, 'non-ce'), [360]))).toBe('attachment_missing')
  })

  it('tells how large a picture says to be before a single row of it is decoded', async () => {
    // Thirty kilobytes that would become sixteen hundred million pixels.
    const bomb = plainPng(1, 1, [0, 0, 0])
    bomb.writeUInt32BE(40_000, 16)
    bomb.writeUInt32BE(40_000, 20)
    const { crc32 } = await import('node:zlib')
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29)
    const path = await file(bomb)
    for (const answer of [
      await threads.facts(path),
      await threads.scaled(path, [360]),
      await threads.redrawn(path, []),
    ])
      expect(answer).toMatchObject({
        ok: false,
        error: { code: 'photo_too_large', details: { width: 40_000, height: 40_000, most: 65 } },
      })
  })

  it('costs a thread that hangs, not the desk', async () => {
    const hangs = new URL(
      `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { for (;;); }); parentPort.postMessage({ ready: true })`)}`,
    )
    others = openPhotoThreads({ workerUrl: hangs, timeLimit: 300 })
    expect(codeOf(await others.facts(await file(await photoFile())))).toBe('photo_over_limit')
  })
})
