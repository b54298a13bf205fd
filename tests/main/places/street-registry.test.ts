import { readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { type TestDesk, MONDAY_MORNING, codeOf, openTestDesk, valueOf } from '../../support/engine'

const HEAD = readFileSync('tests/fixtures/streets/INDIR_TOSC_20260401.csv', 'utf8').split('\n')[0] ?? ''
let desk: TestDesk
let office: Client
beforeEach(async () => {
  desk = await openTestDesk()
  office = await desk.as('administrator')
})
afterEach(() => desk.close())

/** As the page does it: the bytes through the stream door, then the call that names them. */
const put = async (content: string | Uint8Array): Promise<string> => {
  const { files, store } = desk.engine.current
  const stored = await files.put(typeof content === 'string' ? Buffer.from(content) : content)
  await store.write((db) => rememberBlob(db, { ...stored, type: 'text/csv', at: MONDAY_MORNING }))
  return stored.sha256
}
const bring = async (content: string | Uint8Array, file = 'INDIR_TOSC.csv') =>
  office.places.importStreets({ sha256: await put(content), file })
const find = async (text: string) => valueOf(await office.places.find({ text })).places
const texts = async (text: string): Promise<string[]> => (await find(text)).map((place) => place.text)
const dump = async () =>
  valueOf(
    await desk.engine.current.store.read(async (db) => [
      await db.selectFrom('registry_streets').selectAll().execute(),
      await db.selectFrom('registry_doors').selectAll().execute(),
    ]),
  )

/** A square of a hundredth of a degree and a half from its south-western corner. */
const drawDistrict = async (name: string, [west, south]: readonly [number, number]): Promise<number> =>
  valueOf(
    await desk.engine.current.store.write(async (db) => {
      const { id } = await db.selectFrom('districts').select('id').where('name', '=', name).executeTakeFirstOrThrow()
      const [east, north] = [west + 0.015, south + 0.015]
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ]
      await db
        .insertInto('areas')
        .values({
          kind: 'district',
          name,
          district_id: id,
          geometry: JSON.stringify({ type: 'Polygon', coordinates: [ring] }),
        })
        .execute()
      return id
    }),
  )

let access = 0
const row = (
  street: string,
  civic: string,
  exponent = '',
  [x, y] = ['10,5612', '43,8433'],
  locality = 'LUNATA',
): string => {
  access += 1
  return `B648;046007;${[...street].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e9};1;${street};${locality};;;${access};;${civic};${exponent};;;;${x};${y};;3`
}
const TOWN = [
  HEAD,
  row('VIA ROMANA', '15'),
  row('VIA ROMANA', '15', 'A', ['10,5613', '43,8434']),
  row('VIA ROMANA', '17', '', ['10,5620', '43,8440']),
  row('VIA ROMANA', '17', '', ['10,6100', '43,8700']),
  row('VIA DEI BOCCHI', '12', 'BIS', ['', ''], 'SEGROMIGNO IN PIANO'),
  row('VIALE EUROPA', '', '', ['0', '0'], 'MARLIA'),
  row('PIAZZA ALDO MORO', 'dodici'),
  'A657;046001;9;9;VIA DI UN ALTRO COMUNE;;;;77;;1;;;;;10,5;43,8;;3',
  'B648;046007;rotta',
].join('\r\n')

describe('a register of streets', () => {
  it('is looked at before it is taken in: what is accepted, and why rows are left out', async () => {
    const report = valueOf(await office.places.previewStreets({ sha256: await put(TOWN) }))
    expect(report).toMatchObject({ streets: 3, doors: 6, placed: 4, rows: 9 })
    expect(report.skipped).toEqual([
      { reason: 'bad_number', count: 1, lines: [8] },
      { reason: 'other_town', count: 1, lines: [9] },
      { reason: 'broken_row', count: 1, lines: [10] },
    ])
    expect(report.noted).toEqual([
      { reason: 'two_points', count: 1, lines: [5] },
      { reason: 'no_coordinate', count: 2, lines: [6, 7] },
    ])
    expect(report.sample[0]).toEqual({ text: 'Via Romana 15', locality: 'Lunata', placed: true })
    expect(valueOf(await office.places.registry({})).registry).toBeNull()
  })

  it('imported twice is the register imported once', async () => {
    valueOf(await bring(TOWN))
    const once = await dump()
    valueOf(await bring(TOWN))
    expect(await dump()).toEqual(once)
    expect(valueOf(await office.places.registry({})).registry).toMatchObject({
      streets: 3,
      doors: 6,
      file: 'INDIR_TOSC.csv',
    })
  })

  it('comes as the whole region in its zip, and as the fixture of the national archive', async () => {
    const report = valueOf(
      await bring(zipSync({ 'leggimi.txt': Buffer.from('x'), 'INDIR_TOSC.csv': Buffer.from(TOWN) }), 'a.zip'),
    )
    expect(report).toMatchObject({ streets: 3, doors: 6 })
    expect(valueOf(await bring(readFileSync('tests/fixtures/streets/INDIR_TOSC_20260401.csv')))).toMatchObject({
      streets: 4,
      doors: 5,
      placed: 2,
    })
    expect(await texts('v.le europa')).toEqual(['Viale Europa'])
  })

  it('in the letters of an old Windows program keeps its accents', async () => {
    valueOf(await bring(Buffer.from(`${HEAD.replace('\uFEFF', '')}\n${row('VIA DELLE LIBERT\u00c0', '1')}`, 'latin1')))
    expect(await texts('liberta')).toEqual(['Via delle Libertà'])
  })

  it('that is none is refused by name, and what stood before stays', async () => {
    valueOf(await bring(TOWN))
    const before = await dump()
    const bomb = zipSync({ 'a.csv': Buffer.alloc(100) })
    // The directory of the archive claims four gigabytes.
    const at = Buffer.from(bomb).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(at + 24, 0xf000_0000, true)
    for (const [content, code] of [
      ['nome;cognome\nAnna;Neri', 'wrong_file_type'],
      ['', 'wrong_file_type'],
      [Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]), 'file_unreadable'],
      [zipSync({ 'foto.jpg': Buffer.from('x') }), 'wrong_file_type'],
      [bomb, 'attachment_too_large'],
    ] as const)
      expect([code, codeOf(await bring(content))]).toEqual([code, code])
    expect(codeOf(await office.places.importStreets({ sha256: 'a'.repeat(64), file: 'x' }))).toBe('attachment_missing')
    expect(valueOf(await bring(`${HEAD}\nA657;046001;9;9;VIA X;;;;77;;1;;;;;10,5;43,8;;3`))).toMatchObject({
      streets: 0,
    })
    expect(await dump()).toEqual(before)
  })

  it('asks for the office codes where a file holds several towns and nobody said which is ours', async () => {
    const { office: base } = valueOf(await office.settings.all({}))
    valueOf(await office.settings.save({ key: 'office', base, value: { ...base, istat: '', belfiore: '' } }))
    expect(codeOf(await bring(TOWN))).toBe('town_missing')
  })

  it('is the business of whoever keeps the map', async () => {
    const counter = await desk.as('counter')
    expect(codeOf(await counter.places.importStreets({ sha256: await put(TOWN), file: 'x' }))).toBe('forbidden')
    expect(codeOf(await counter.places.previewStreets({ sha256: await put(TOWN) }))).toBe('forbidden')
  })
})

describe('an address that is typed', () => {
  beforeEach(async () => valueOf(await bring(TOWN)))

  it('finds the house with its point, however it is written', async () => {
    for (const text of ['via romana 15/a', 'v. romana 15a', 'Romana via 15 A lunata', 'via romna 15/A'])
      expect((await find(text))[0]).toMatchObject({
        text: 'Via Romana 15/A',
        lat: 43.8434,
        lon: 10.5613,
        precision: 'address',
        locality: 'Lunata',
        fromRegistry: true,
      })
    expect(await texts('via romana 15')).toEqual(['Via Romana 15', 'Via Romana 15/A'])
    expect(await texts('bocchi 12')).toEqual(['Via dei Bocchi 12 bis'])
  })

  it('says what it does not know: a number that is not listed, a house without a point', async () => {
    expect((await find('via romana 99'))[0]).toMatchObject({
      text: 'Via Romana 99',
      precision: 'street',
      numberKnown: false,
      lat: 43.8434,
    })
    expect((await find('via dei bocchi 12 bis'))[0]).toMatchObject({
      precision: 'street',
      numberKnown: true,
      lat: null,
    })
  })

  it('asks which one, where the same number stands at two points', async () => {
    expect((await find('via romana 17')).map(({ text, lat }) => [text, lat])).toEqual([
      ['Via Romana 17', 43.844],
      ['Via Romana 17', 43.87],
    ])
    // What the office drew says in which district each of them lies.
    const marlia = await drawDistrict('Marlia', [10.6, 43.86])
    expect((await find('via romana 17')).map(({ districtId }) => districtId === marlia)).toEqual([false, true])
  })

  it('keeps a road with its kilometre and a house without a number', async () => {
    expect((await find('s.p. 23 km 4+300'))[0]).toMatchObject({
      text: 'SP 23 km 4+300',
      precision: 'street',
      lat: null,
    })
    expect((await find('viale europa snc'))[0]).toMatchObject({ text: 'Viale Europa SNC' })
  })

  it('finds the point of a kilometre where the register counts a road in metres', async () => {
    const metre = (metres: string, at: [string, string]): string =>
      row('SP 23 ROMANA', '', '', at).replace(';;;;;;;', `;;;;;${metres};;`)
    const road = [metre('4300', ['10,5730', '43,8420']), metre('5100', ['10,5800', '43,8430'])]
    valueOf(await bring([TOWN, ...road].join('\r\n')))
    const [first, bare] = await find('sp 23 km 4,32')
    expect(first).toMatchObject({ text: 'SP 23 Romana km 4+320', lat: 43.842, lon: 10.573, precision: 'address' })
    expect(bare).toMatchObject({ text: 'SP 23 km 4+320', lat: null })
    expect((await find('sp 23 km 5+300'))[0]).toMatchObject({ lat: 43.843, precision: 'street' })
    expect((await find('via romana km 4+300'))[0]?.text).toBe('Via Romana km 4+300')
  })

  it('knows a street that only a ticket named, after those of the register', async () => {
    const counter = await desk.as('counter')
    valueOf(
      await counter.tickets.create({
        channel: 'counter',
        description: 'Buca',
        place: { text: 'Via Romanella 3', districtId: null, lat: null, lon: null, precision: 'address' },
      }),
    )
    expect(await texts('via roman')).toEqual(['Via Romana', 'Via Romanella'])
    expect((await find('romanella 3'))[0]).toMatchObject({
      text: 'Via Romanella 3',
      fromRegistry: false,
      numberKnown: true,
    })
  })

  it('works on without a register, and knows the new one at once', async () => {
    valueOf(await office.places.forgetStreets({}))
    expect(await find('via romana')).toEqual([])
    expect(valueOf(await office.places.addressAt({ lat: 43.8433, lon: 10.5612 })).address).toBeNull()
    valueOf(await bring(TOWN))
    expect(await texts('via romana')).toEqual(['Via Romana'])
  })
})

describe('a click on the map', () => {
  it('is told by the nearest house, by its street further off, and not at all in the fields', async () => {
    valueOf(await bring(TOWN))
    const at = async (lat: number, lon: number) => valueOf(await office.places.addressAt({ lat, lon })).address
    expect(await at(43.84331, 10.56121)).toEqual({ text: 'Via Romana 15', precision: 'address', metres: 1 })
    expect(await at(43.8425, 10.5606)).toMatchObject({ text: 'Via Romana', precision: 'street' })
    expect(await at(43.9, 10.5)).toBeNull()
  })

  it('gives a district without a shape the middle of its houses', async () => {
    const districtsOf = async () => valueOf(await office.places.base({})).districts.map(({ name, lat }) => [name, lat])
    expect(await districtsOf()).toEqual([])
    valueOf(await bring(TOWN))
    expect(await districtsOf()).toEqual([['Lunata', 43.8434]])
  })
})

describe('a report that names its place among other words', () => {
  const proposed = async (description: string) => {
    const { id } = valueOf(await office.tickets.create({ channel: 'email', description }))
    const { places } = valueOf(await office.proposals.placesOfTicket({ id }))
    // Whoever is still typing is offered the same.
    expect(valueOf(await office.proposals.places({ text: description })).places).toEqual(places)
    return places
  }

  it('has it proposed as the register knows it, and nothing that is no street of the office', async () => {
    valueOf(await bring(TOWN))
    expect(await proposed('Buongiorno, in via Romana 15 a Lunata c’è una buca')).toMatchObject([
      { text: 'Via Romana 15', locality: 'Lunata', lat: 43.8433, lon: 10.5612, precision: 'address' },
    ])
    expect(await proposed('Davanti al 17 di casa mia, via Romana 17')).toMatchObject([
      { text: 'Via Romana 17', lat: null, precision: 'street' },
    ])
    expect(await proposed('Per via della pioggia la piazza è allagata')).toEqual([])
  })
})
