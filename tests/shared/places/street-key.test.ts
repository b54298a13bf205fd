import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { streetKey } from '@shared/places/street-key'

describe('the key of a street', () => {
  it.each([
    ['via romana', ['VIA ROMANA', 'V. Romana', 'v romana', 'Via  Romana,']],
    ['viale europa', ['V.le Europa', 'VLE EUROPA', 'viale Europa', 'V. le Europa']],
    ['vicolo del moro', ['V.lo del Moro', 'VLO DEL MORO']],
    ['piazza aldo moro', ['P.zza Aldo Moro', 'P.ZA ALDO MORO', 'Pzza Aldo Moro', 'piazza Aldo Moro']],
    ['piazzale arrigoni', ['P.le Arrigoni']],
    ['corso italia', ['C.so Italia', 'CSO ITALIA']],
    ['largo molise', ['L.go Molise']],
    ['corte giannoni', ['C.te Giannoni', 'corte Giannoni']],
    ['via fratelli cervi', ['Via F.lli Cervi', 'Via Flli Cervi']],
    ['via san anna', ['Via S. Anna', 'Via Sant’Anna', "Via Sant'Anna", 'via santa Anna']],
    ['via san maria', ['Via S.ta Maria', 'Via S.Maria', 'Via Santa Maria', 'Via STA. Maria']],
    ['via santi quirico e giulitta', ['Via SS. Quirico e Giulitta', 'Via Santi Quirico e Giulitta']],
    ['via 25 aprile', ['Via XXV Aprile', 'Via 25 aprile', 'Via venticinque Aprile']],
    ['via 1 maggio', ['Via I Maggio', 'Via 1° Maggio', 'Via 1º maggio', 'via primo maggio']],
    ['piazza 4 novembre', ['P.zza IV Novembre', 'Piazza 4 novembre']],
    ['sp 23', ['S.P. 23', 'SP23', 'sp n. 23', 'Strada Provinciale 23', 'provinciale n. 23']],
    ['ss 12', ['S.S. 12', 'SS 12', 'Statale 12', 'strada statale n. 12']],
    ['provinciale 5 aprile', ['Provinciale V. Aprile', 'provinciale 5 aprile']],
    ['via vittorio emanuele', ['Via Vittorio Emanuele']],
    ['via v veneto', ['Via V. Veneto']],
    ['via dell amore', ['Via dell’Amore', "VIA DELL'AMORE"]],
    ['localita colle', ['Loc. Colle', 'Località Colle']],
  ])('is “%s” however it is written', (key, writings) => {
    expect(writings.map(streetKey)).toEqual(writings.map(() => key))
  })

  it('finds a saint while his name is still being typed', () => {
    expect(streetKey('via s')).toBe('via s')
    expect('via san gennaro'.startsWith(streetKey('via san'))).toBe(true)
  })

  it('changes nothing that is a key already, and never throws', () => {
    const piece = fc.constantFrom(
      ...'V. v.le p.zza S. s.ta ss. S.P. sp 23 12 XXV aprile strada provinciale n. via romana loc. f.lli'.split(' '),
    )
    const writing = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(' ')),
    )
    fc.assert(
      fc.property(writing, (text) => {
        const key = streetKey(text)
        fc.pre(!/ s$| s[psr]? \d/.test(key))
        expect(streetKey(key)).toBe(key)
      }),
      { numRuns: 500 },
    )
  })
})
