import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inflateSync } from 'node:zlib'
import { create as fontOf, type Font } from 'fontkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { drawSheet } from '@main/features/day-sheet/draw-sheet'
import { printable } from '@main/features/day-sheet/paper'
import { sfntOfWoff } from '@main/features/day-sheet/sfnt-of-woff'
import type { SheetFacts, SheetStop } from '@main/features/day-sheet/sheet-facts'
import { projectionOf, scaleBar, spread } from '@main/features/day-sheet/sheet-map'
import { plainPng } from '../../support/plain-png'
import { type CrewDesk, must, openCrewDesk } from './crew-desk'

const stop = (over: Partial<SheetStop> = {}): SheetStop => ({
  code: '0001-2',
  number: 'SEGN-2026-000001',
  subject: 'Buca',
  place: 'Via di Sotto 4',
  district: 'Guamo',
  category: 'Buche',
  priority: 'normal',
  emergency: false,
  text: 'Una buca profonda.',
  person: { name: 'Anna Bianchi', phone: '335 100 0001' },
  photo: null,
  moreFiles: 0,
  checklist: ['Segnaletica posata', 'Buca chiusa'],
  minutes: 45,
  status: 'planned',
  note: '',
  point: { lat: 43.84, lon: 10.57 },
  ...over,
})
const facts = (stops: readonly SheetStop[]): SheetFacts => ({
  town: 'Capannori',
  serviceName: 'Cantoniere di paese',
  officePhone: '',
  crew: { name: 'Squadra strade', color: '#0b57d0', vehicle: 'Autocarro', members: [{ name: 'Ivo', phone: '' }] },
  day: '2026-11-26',
  printedAt: Date.parse('2026-11-25T15:00:00Z'),
  zone: 'Europe/Rome',
  rounds: [],
  stops,
  map: { boundary: [], districts: [], depot: { lat: 43.85, lon: 10.58 } },
  way: null,
})

const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
/** The letters that the pages hold, in their order, read through the fonts' own tables. */
const lettersOf = (pdf: Buffer): string => {
  const streams = [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(
    ([, body = '']) => {
      try {
        return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')]
      } catch {
        return []
      }
    },
  )
  const known = new Set<string>()
  for (const map of streams.filter((body) => body.includes('beginbfrange')))
    for (const [, code = ''] of map.matchAll(/<([0-9a-f]{4,8})>/g))
      known.add(String.fromCodePoint(Number.parseInt(code, 16)))
  return [...known].join('')
}

describe('the crew’s paper', () => {
  it('is an A4 file whose letters are inside it, none left to the printer', async () => {
    const pdf = await drawSheet(facts([stop()]), 'it')
    const source = pdf.toString('latin1')
    expect(source.startsWith('%PDF-')).toBe(true)
    expect(source).toContain('/MediaBox [0 0 595.28 841.89]')
    expect(source.match(/\/FontFile2/g)).toHaveLength(3)
    expect(source).not.toContain('Helvetica')
    expect(lettersOf(pdf)).toContain('B')
  })

  it('never cuts a stop: what does not fit begins on the next page', async () => {
    expect(pagesOf(await drawSheet(facts([]), 'it'))).toBe(1)
    expect(pagesOf(await drawSheet(facts([stop(), stop()]), 'it'))).toBe(1)
    const long = stop({ text: 'Parola '.repeat(400), checklist: Array.from({ length: 12 }, (_, at) => `Voce ${at}`) })
    const many = await drawSheet(facts(Array.from({ length: 9 }, () => long)), 'it')
    expect(pagesOf(many)).toBe(5)
  })

  it('prints with a photo that is one, and without one that only says so', async () => {
    const without = await drawSheet(facts([stop()]), 'it')
    const photo = plainPng(8, 8, [10, 20, 30])
    const withPhoto = await drawSheet(facts([stop({ photo })]), 'it')
    expect(withPhoto.toString('latin1')).toContain('/Subtype /Image')
    const junk = await drawSheet(facts([stop({ photo: Buffer.from('not a picture at all') })]), 'it')
    expect(junk.toString('latin1')).not.toContain('/Subtype /Image')
    expect(pagesOf(junk)).toBe(pagesOf(without))
  })

  it('shows every text in letters that it has', () => {
    expect(printable('Ștefan è qui 🚧 “subito” – 5 €')).toBe('Stefan è qui · “subito” – 5 €')
    expect(printable('è')).toBe('è')
    expect(printable('東京')).toBe('··')
  })

  it('unpacks the desk’s letters to the same glyphs', () => {
    const path = createRequire(import.meta.url).resolve(
      '@fontsource/titillium-web/files/titillium-web-latin-400-normal.woff',
    )
    const woff = readFileSync(path)
    const [packed, plain] = [fontOf(woff) as Font, fontOf(sfntOfWoff(woff)) as Font]
    const widths = (font: Font): number[] =>
      font.layout('Zanella òstruita: 12/A').glyphs.map((glyph) => glyph.advanceWidth)
    expect(widths(plain)).toEqual(widths(packed))
    expect(plain.numGlyphs).toBe(packed.numGlyphs)
  })
})

describe('the map on the paper', () => {
  const frame = { x: 34, y: 100, width: 500, height: 230 }
  const map = facts([]).map

  it('holds every stop inside its frame, north up, one scale both ways', () => {
    const points = [
      { lat: 43.8, lon: 10.5 },
      { lat: 43.9, lon: 10.65 },
      { lat: 43.85, lon: 10.55 },
    ]
    const projection = projectionOf(points, map, frame)
    for (const point of points) {
      const [x, y] = projection.at(point)
      expect(x).toBeGreaterThan(frame.x)
      expect(x).toBeLessThan(frame.x + frame.width)
      expect(y).toBeGreaterThan(frame.y)
      expect(y).toBeLessThan(frame.y + frame.height)
    }
    const [[, south], [, north]] = [projection.at({ lat: 43.8, lon: 10.5 }), projection.at({ lat: 43.9, lon: 10.5 })]
    // A tenth of a degree of latitude is 11.1 km anywhere.
    expect(((south - north) * projection.metres) / 11_120).toBeCloseTo(1, 2)
  })

  it('has a round scale, and keeps discs of one place apart', () => {
    const projection = projectionOf([{ lat: 43.8, lon: 10.5 }], map, frame)
    const bar = scaleBar(projection, 110)
    expect([1, 2, 5]).toContain(Number(String(bar.metres)[0]))
    expect(bar.length).toBeLessThanOrEqual(110)
    const spots = spread(
      [
        [10, 10],
        [10, 10],
        [11, 10],
      ],
      20,
    )
    for (const [index, a] of spots.entries())
      for (const b of spots.slice(index + 1)) expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThanOrEqual(20)
  })
})

describe('the paper of a store', () => {
  let desk: CrewDesk
  beforeEach(async () => {
    desk = await openCrewDesk()
  })
  afterEach(() => desk.close())

  it('shows the day in its order, masks the number of a closed ticket, and leaves people out where they may not be seen', async () => {
    const crew = await desk.crew('Strade')
    const [open, closed] = [
      await desk.ticketFrom('Buca', '335 123 4567'),
      await desk.ticketFrom('Ramo', '335 765 4321'),
    ]
    const day = '2026-11-23' as never
    must(
      await desk.handlers.plan(desk.maria, {
        ticketIds: [closed, open],
        crewId: crew,
        day,
        minutes: 45,
        position: null,
      }),
    )
    await desk.setStatus(closed, 'closed')
    const sheet = await desk.sheet(crew, day, true)
    expect(sheet.stops.map(({ subject, person }) => [subject, person?.phone])).toEqual([
      ['Ramo', '••• ••• 321'],
      ['Buca', '335 123 4567'],
    ])
    expect((await desk.sheet(crew, day, false)).stops.map(({ person }) => person)).toEqual([null, null])
  })
})
