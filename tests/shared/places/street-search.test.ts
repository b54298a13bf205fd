import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRegistryRow } from '@shared/places/anncsu'
import { writtenName } from '@shared/places/street-name'
import { StreetSearch, nearlyBegins } from '@shared/places/street-search'
import { readTyped } from '@shared/places/typed-place'

const town = (...names: (string | [name: string, locality: string])[]) =>
  new StreetSearch(
    names.map((one) => (typeof one === 'string' ? { name: one, locality: '' } : { name: one[0], locality: one[1] })),
  )
const find = (search: StreetSearch<{ name: string; locality: string }>, text: string): string[] => {
  const [reading] = readTyped(text).readings
  return reading === undefined ? [] : search.find(reading.words, 10).map(({ street }) => street.name)
}

describe('a street in memory', () => {
  const search = town(
    'Via Romana',
    'Via della Città di Lucca',
    'Piazza Aldo Moro',
    "Via Sant'Andrea",
    'Via 25 Aprile',
    'Corte Bianchini',
    'Via delle Ortensie',
  )

  it.each([
    ['v. romana', 'Via Romana'],
    ['romana via', 'Via Romana'],
    ['citta lucca', 'Via della Città di Lucca'],
    ['p.za moro', 'Piazza Aldo Moro'],
    ['p.zza a moro', 'Piazza Aldo Moro'],
    ['s. andrea', "Via Sant'Andrea"],
    ['XXV aprile', 'Via 25 Aprile'],
    ['c.te bianchni', 'Corte Bianchini'],
    ['via dell ortensei', 'Via delle Ortensie'],
    ['ortemsie', 'Via delle Ortensie'],
    ['via delle ortens', 'Via delle Ortensie'],
    ['via ortensie', 'Via delle Ortensie'],
  ])('is found by "%s"', (text, name) => expect(find(search, text)[0]).toBe(name))

  it('is not found by words that are not in it', () => {
    expect(find(search, 'romagna vecchia')).toEqual([])
    expect(find(search, 'zzz')).toEqual([])
  })

  it('is told from its namesake by the district that is typed with it', () => {
    const two = town(['Via Roma', 'Marlia'], ['Via Roma', 'Lunata'])
    const { words } = readTyped('via roma lunata').readings.at(-1) ?? { words: [] }
    expect(two.find(words, 5).map(({ street }) => street.locality)).toEqual(['Lunata'])
  })

  it('puts the word that was typed before one that is only near it', () => {
    const three = town('Via dei Melograni', 'Via dei Merli', 'Via dei Meli')
    expect(find(three, 'via dei meli')).toEqual(['Via dei Meli', 'Via dei Merli', 'Via dei Melograni'])
  })

  it('forgives any one wrong, missing, extra or swapped letter', () => {
    const letter = fc.constantFrom(...'abcdefghilmnopqrstuvz')
    fc.assert(
      fc.property(
        fc.array(letter, { minLength: 6, maxLength: 14 }),
        fc.nat(),
        letter,
        fc.nat(3),
        (letters, where, other, how) => {
          const word = letters.join('')
          const at = where % (word.length - 1)
          const wrong = [
            word.slice(0, at) + other + word.slice(at + 1),
            word.slice(0, at) + word.slice(at + 1),
            word.slice(0, at) + other + word.slice(at),
            word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
          ][how] as string
          expect(nearlyBegins(word, wrong)).toBe(true)
        },
      ),
    )
    expect(nearlyBegins('ortensie', 'orcansie')).toBe(false)
  })
})

describe('what is typed of an address', () => {
  it.each([
    ['via romana 12', 12, ''],
    ['via romana 12/a', 12, 'a'],
    ['via romana 12A', 12, 'a'],
    ['via romana, n. 12 bis', 12, 'bis'],
    ['via romana 12 bis lunata', 12, 'bis'],
    ['via romana 33/35', 33, ''],
    ['via 25 aprile 7', 7, ''],
  ])('"%s" holds a house number', (text, number, exponent) => {
    expect(readTyped(text).readings[0]?.civic).toEqual({ number, exponent })
    expect(readTyped(text).readings[0]?.words).not.toContain(String(number))
  })

  it('takes no number from a name, a road or a chainage', () => {
    expect(readTyped('via 25 aprile').readings).toEqual([{ words: ['via', '25', 'aprile'], civic: null }])
    expect(readTyped('s.p. 23').readings).toEqual([{ words: ['sp', '23'], civic: null }])
    expect(readTyped('sp 23 km 4+300')).toMatchObject({ km: '4+300', readings: [{ words: ['sp', '23'], civic: null }] })
    expect(readTyped('via romana s.n.c.')).toMatchObject({
      isUnnumbered: true,
      readings: [{ words: ['via', 'romana'] }],
    })
  })

  it('never throws and never asks for nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { words } of readTyped(text).readings) expect(words.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('a name in capitals', () => {
  it.each([
    ["VIA DELL'ACQUA CALDA", "Via dell'Acqua Calda"],
    ['VIA XX SETTEMBRE', 'Via XX Settembre'],
    ["VIALE DELLA LIBERTA'", 'Viale della Libertà'],
    ["VIA SANT'ANDREA IN CAPRILE", "Via Sant'Andrea in Caprile"],
    ['VIA G. VERDI', 'Via G. Verdi'],
    ['VIA LIVIA DEI VIVALDI', 'Via Livia dei Vivaldi'],
    ["CA' BIANCA", "Ca' Bianca"],
    ['Via de Amicis', 'Via de Amicis'],
  ])('%s is written %s', (odonym, name) => expect(writtenName(odonym)).toBe(name))
})

describe('a row of the national register', () => {
  const office = { istat: '046007', belfiore: 'B648', bbox: [10.48, 43.74, 10.66, 43.95] as const }
  const row = (columns: Record<string, string>) =>
    readRegistryRow(
      { CODICE_COMUNE: 'B648', CODICE_ISTAT: '046007', ODONIMO: 'VIA ROMANA', PROGRESSIVO_ACCESSO: '1', ...columns },
      office,
    )
  const doorOf = (columns: Record<string, string>) => {
    const read = row(columns)
    return read.kind === 'row' ? read.row.door : read.reason
  }

  it.each([
    [{ CIVICO: '12', ESPONENTE: 'A', SPECIFICITA: 'ROSSO' }, '12/A rosso'],
    [{ CIVICO: '0012', ESPONENTE: 'BIS' }, '12 bis'],
    [{ CIVICO: '12/A' }, '12/A'],
    [{ METRICO: '4300' }, '4300'],
    [{ METRICO: '4300', ODONIMO: 'SP 23 ROMANA' }, 'km 4+300'],
    [{ PROGRESSIVO_SNC: '1' }, 'SNC'],
  ])('%j is the door %s', (columns, label) => expect(doorOf(columns)).toMatchObject({ label }))

  it('has a point only where its numbers are degrees inside the town', () => {
    expect(doorOf({ CIVICO: '1', COORD_X_COMUNE: '10,5612', COORD_Y_COMUNE: '43,8433' })).toMatchObject({
      point: { lat: 43.8433, lon: 10.5612 },
      note: null,
    })
    for (const [x, y, note] of [
      ['', '', 'no_coordinate'],
      ['0', '0', 'no_coordinate'],
      ['1620480,5', '4858000,1', 'outside_town'],
      ['11,2', '43,7', 'outside_town'],
      ['est', 'nord', 'no_coordinate'],
    ])
      expect(doorOf({ CIVICO: '1', COORD_X_COMUNE: x as string, COORD_Y_COMUNE: y as string })).toMatchObject({
        point: null,
        note,
      })
  })

  it('is left out with its reason', () => {
    expect(row({ CODICE_COMUNE: 'A123', CODICE_ISTAT: '046001' })).toEqual({ kind: 'skip', reason: 'other_town' })
    expect(row({ ODONIMO: ' ' })).toEqual({ kind: 'skip', reason: 'no_street' })
    expect(doorOf({ CIVICO: 'dodici' })).toBe('bad_number')
  })
})
