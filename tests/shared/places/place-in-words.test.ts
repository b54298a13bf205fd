import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placesInWords } from '@shared/places/place-in-words'
import { streetKey } from '@shared/places/street-key'

const STREETS = new Set(
  [
    'Via Romana',
    'Via Romana Ovest',
    'Via del Rogio',
    'Piazza Aldo Moro',
    'Via 25 Aprile',
    "Corte Sant'Antonio",
    'Viale Europa',
  ].map(streetKey),
)
const said = (text: string): string[] => placesInWords(text, (key) => STREETS.has(key)).map(({ address }) => address)

describe('a place among other words', () => {
  it('is the longest street that the office knows, with the number that belongs to it', () => {
    expect(said('Buongiorno, c’è una buca in via Romana 15, davanti al bar.')).toEqual(['via Romana 15'])
    expect(said('Lampione spento in Via Romana Ovest n. 12/A')).toEqual(['Via Romana Ovest 12/a'])
    expect(said('in P.zza Aldo Moro, civico 3 bis è caduto un ramo')).toEqual(['P.zza Aldo Moro 3/bis'])
    expect(said('Erba alta in corte S. Antonio\nGrazie')).toEqual(['corte S. Antonio'])
    expect(said('fosso pieno in via del rogio all’altezza del 40')).toEqual(['via del rogio 40'])
    expect([said('via Romana 15 a Lunata'), said('via Romana 15 A'), said('via Romana 15a')]).toEqual([
      ['via Romana 15'],
      ['via Romana 15/a'],
      ['via Romana 15/a'],
    ])
    expect(said('in via 25 Aprile 7 manca il tombino')).toEqual(['via 25 Aprile 7'])
  })

  it('takes no count, date or time for a house', () => {
    expect(said('In via Romana 2 lampioni spenti')).toEqual(['via Romana'])
    expect(said('Sono caduto in via Romana, 12 novembre')).toEqual(['via Romana'])
    expect(said('viale Europa 12:30')).toEqual(['viale Europa 12'])
  })

  it('is nothing where no street of the office stands', () => {
    expect(said('per via della pioggia, in corso d’opera, al largo')).toEqual([])
    expect(said('Via\nRomana')).toEqual([])
    expect(said('')).toEqual([])
  })

  it('names a road by its chainage, and first what is reported, then where they live', () => {
    expect(said('buca sulla SP 23 km 4+300 verso Marlia')).toEqual(['SP 23 km 4+300'])
    expect(said('Abito in via del Rogio 8 e il lampione spento è in via Romana 15')).toEqual([
      'via Romana 15',
      'via del Rogio 8',
    ])
    expect(said('via Romana 15, in via Romana 15')).toEqual(['via Romana 15'])
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void said(`via Romana ${text} piazza ${text}`)),
      { numRuns: 300 },
    )
  })
})
