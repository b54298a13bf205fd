import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitAddress, type AddressParts } from '@shared/places/address'

const nothing: AddressParts = { street: '', civic: '', exponent: '', road: '', km: '', locality: '' }

describe('an address as people say it', () => {
  it.each<[string, Partial<AddressParts>]>([
    ['Via Romana', { street: 'Via Romana' }],
    ['Via Romana 12', { street: 'Via Romana', civic: '12' }],
    ['Via Romana, 12', { street: 'Via Romana', civic: '12' }],
    ['Via Romana n. 12', { street: 'Via Romana', civic: '12' }],
    ['via romana n°12', { street: 'via romana', civic: '12' }],
    ['Via Romana civico 12', { street: 'Via Romana', civic: '12' }],
    ['Via Romana 12/A, Lunata', { street: 'Via Romana', civic: '12', exponent: 'a', locality: 'Lunata' }],
    ['Via Romana 12A - Lunata', { street: 'Via Romana', civic: '12', exponent: 'a', locality: 'Lunata' }],
    ['Via Romana 12 bis (Lunata)', { street: 'Via Romana', civic: '12', exponent: 'bis', locality: 'Lunata' }],
    ['Via Romana 33/35', { street: 'Via Romana', civic: '33/35' }],
    ['Via Romana 33-35, Lunata', { street: 'Via Romana', civic: '33-35', locality: 'Lunata' }],
    ['Via Romana 12 Lunata', { street: 'Via Romana', civic: '12', locality: 'Lunata' }],
    ['Via Romana, Lunata', { street: 'Via Romana', locality: 'Lunata' }],
    ['Via Romana, Lunata 12', { street: 'Via Romana', civic: '12', locality: 'Lunata' }],
    ['Via Romana 12, fraz. Lunata', { street: 'Via Romana', civic: '12', locality: 'Lunata' }],
    [
      'Via Romana 12, Lunata, 55012 Capannori (LU)',
      { street: 'Via Romana', civic: '12', locality: 'Lunata, Capannori' },
    ],
    ['P.zza Moro 1, davanti al bar', { street: 'P.zza Moro', civic: '1', locality: 'davanti al bar' }],
    ['V.le Europa SNC, Marlia', { street: 'V.le Europa', locality: 'Marlia' }],
    ['Viale Europa s.n.c.', { street: 'Viale Europa' }],
    ['Viale Europa, senza numero', { street: 'Viale Europa' }],
    ['Via 25 Aprile', { street: 'Via 25 Aprile' }],
    ['Via 25 Aprile 10', { street: 'Via 25 Aprile', civic: '10' }],
    ['Via XXV Aprile, 10/b', { street: 'Via XXV Aprile', civic: '10', exponent: 'b' }],
    ['Via dei 100 Pini', { street: 'Via dei 100 Pini' }],
    ['Via Romana 12 int. 3', { street: 'Via Romana', civic: '12', locality: 'int. 3' }],
    ['SP 23 km 4+300', { street: 'SP 23', road: 'SP 23', km: '4+300' }],
    ['S.P. 23 al km 4,3, Camigliano', { street: 'S.P. 23', road: 'SP 23', km: '4+300', locality: 'Camigliano' }],
    ['strada provinciale n. 61', { street: 'strada provinciale n. 61', road: 'SP 61' }],
    ['SS12 dell’Abetone', { street: 'SS12', road: 'SS 12', locality: 'dell’Abetone' }],
    ['A11, casello di Capannori', { street: 'A11', road: 'A 11', locality: 'casello di Capannori' }],
    ['Via Pesciatina km 3', { street: 'Via Pesciatina', km: '3' }],
    ['Loc. Vorno', { locality: 'Vorno' }],
    ['frazione di Lammari', { locality: 'Lammari' }],
    ['davanti alla scuola di Lammari', { locality: 'davanti alla scuola di Lammari' }],
    ['Corte Giannoni 4', { street: 'Corte Giannoni', civic: '4' }],
    ['', {}],
  ])('%s', (text, parts) => {
    expect(splitAddress(text)).toEqual({ ...nothing, ...parts })
  })

  it('never throws, and comes to an end on whatever is pasted', () => {
    const piece = fc.constantFrom(
      'Via',
      ' ',
      ',',
      '12',
      '/',
      'a',
      'bis',
      'km',
      '4+3',
      '-',
      'SP',
      '(',
      ')',
      'Romana',
      'snc',
    )
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(piece, { maxLength: 60 })), (pasted) => {
        const text = typeof pasted === 'string' ? pasted : pasted.join('')
        expect(() => splitAddress(text)).not.toThrow()
      }),
      { numRuns: 500 },
    )
    expect(splitAddress(`Via ${' 1'.repeat(5000)}`).street).toMatch(/^Via/)
  })
})
