import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastNine, looksCutShort, numberTyped, parsePhone } from '@shared/contacts/phone'

describe('phone numbers as people give them', () => {
  it.each([
    '335/1397378',
    '3351397378',
    '335 139 73 78',
    '335.1397378',
    '335-1397378',
    '+39 335 1397378',
    '0039 335/1397378',
    '+39.335.1397378',
    '393351397378',
    'cell. 335 1397378',
    '\u202a+39 335 139 7378\u202c',
  ])('reads %s as the same mobile', (typed) => {
    expect(parsePhone(typed)).toEqual({ e164: '+393351397378', display: '335 139 7378', last9: '351397378' })
  })

  it('keeps the 0 of a landline, and leaves out the extension', () => {
    expect(parsePhone('0583/428200')).toEqual({ e164: '+390583428200', display: '0583 428200', last9: '583428200' })
    expect(parsePhone('tel. 0583 428200 int. 3')?.display).toBe('0583 428200')
    expect(parsePhone('06 1234')?.e164).toBe('+39061234')
  })

  it('lets 112 and other short numbers be, just as they are dialled', () => {
    for (const short of ['112', '118', '1530', '116117']) {
      expect(parsePhone(short)).toEqual({ e164: short, display: short, last9: short })
    }
  })

  it('shows a foreign number with its country', () => {
    expect(parsePhone('+49 30 123456')?.display).toBe('+49 30 123456')
    expect(parsePhone('0044 20 7946 0958')?.e164).toBe('+442079460958')
  })

  it.each(['', 'anonimo', '3351', '12345678', 'via Romana 12', '3471234567 / 0583428200', '1'.repeat(200)])(
    'does not take %s for a number',
    (typed) => {
      expect(parsePhone(typed)).toBeNull()
    },
  )

  it.each([
    ['\u202a+39 335 139 7378\u202c', '+39 335 139 7378'],
    ['tel. 0583/428200', '0583/428200'],
    ['Cell: 335–1397378', '335–1397378'],
    ['tel:+393351397378', '+393351397378'],
    ['n. 335', '335'],
    ['Nardi 335', null],
    ['telefono', null],
    [' . ', null],
  ])('looks for %s as the number %s', (typed, number) => expect(numberTyped(typed)).toBe(number))

  it('finds a caller by the last nine digits, whatever the telephone exchange puts in front', () => {
    expect(lastNine('+39 335 1397378')).toBe(lastNine('00393351397378'))
    expect(lastNine('0583 428200')).toBe('583428200')
  })

  it('reads its own writing, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+/ .-()a') }), (text) => {
        const phone = parsePhone(text)
        expect(phone && parsePhone(phone.e164)?.e164).toBe(phone && phone.e164)
      }),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parsePhone(text)).not.toThrow()
      }),
    )
  })
})

describe('a number that looks cut short', () => {
  it.each([
    ['058393', true],
    ['0583 93', true],
    ['0583 428111', false],
    ['055 27681', false],
    ['112', false],
    ['335 1397378', false],
    ['+41 91 1234567', false],
    ['non lo so', false],
  ])('%s: %s', (typed, isShort) => {
    expect(looksCutShort(typed)).toBe(isShort)
  })
})
