import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMailTags, formatNumber, mailTag, parseNumber, parseTypedNumber } from '@shared/tickets/number'

const number = { year: 2026, sequence: 123 }

describe('the number of a ticket', () => {
  it('is written with its year and six digits, more when a year has more', () => {
    expect(formatNumber(number)).toBe('SEGN-2026-000123')
    expect(formatNumber({ year: 2026, sequence: 1_234_567 })).toBe('SEGN-2026-1234567')
    expect(formatNumber(number, 'LU.T')).toBe('LU.T-2026-000123')
  })

  it('reads back whatever it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2199 }), fc.integer({ min: 1, max: 9_999_999 }), (year, sequence) => {
        const written = formatNumber({ year, sequence })
        expect(parseNumber(written)).toEqual({ year, sequence })
        expect(parseTypedNumber(written.toLowerCase())).toEqual({ year, sequence })
        expect(findMailTags(`R: buca ${mailTag({ year, sequence })}`)).toEqual([{ year, sequence }])
      }),
    )
    expect(parseNumber('SEGN-2026-000000')).toBeNull()
    expect(parseNumber('LUXT-2026-000123', 'LU.T')).toBeNull()
  })

  it.each([
    'SEGN-2026-000123',
    'segn 2026 123',
    'SEGN2026000123',
    'segn-2026/123',
    '#SEGN-2026-000123',
    '[#SEGN-2026-000123]',
    '2026-123',
    '2026/123',
    '2026 000123',
    '123/2026',
    'n. 123/2026',
    ' 2026-123 ',
  ])('understands %s', (typed) => {
    expect(parseTypedNumber(typed)).toEqual(number)
  })

  it.each(['123', '#123', 'n. 123', 'n°123', 'nr 123', 'SEGN 123', '000123'])('takes %s without a year', (typed) => {
    expect(parseTypedNumber(typed)).toEqual({ sequence: 123 })
  })

  it.each(['', '0', 'via Romana 123', '335 1397378', '3351397378', '0583 428200', 'SEGN', '1026-12', '12/A'])(
    'does not take %s for a ticket',
    (typed) => {
      expect(parseTypedNumber(typed)).toBeNull()
    },
  )

  it('finds the tag in a subject that was folded on its way, once each', () => {
    const subject = 'RE: I: lampione [#SEGN-2026-\r\n 000123] (era [#segn-2025-000007], [#SEGN-2026-000123])'
    expect(findMailTags(subject)).toEqual([number, { year: 2025, sequence: 7 }])
    expect(findMailTags('SEGN-2026-000123 senza parentesi')).toEqual([])
  })

  it('never throws on what people paste', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseNumber(text)).toBeNull()
        expect(() => [parseTypedNumber(text), ...findMailTags(text)]).not.toThrow()
      }),
    )
  })
})
