import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readVisitCode, visitCode } from '@shared/crews/visit-code'

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUVWX'

describe('the code of a visit', () => {
  it('comes back as the visit, however it is typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40_000_000 }), (id) => {
        const code = visitCode(id)
        expect(code).toMatch(/^[0-9A-X]{4,}-[0-9A-X]$/)
        for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')}\n`])
          expect(readVisitCode(typed)).toBe(id)
      }),
    )
  })

  it('forgives letters that look like digits', () => {
    const code = visitCode(1)
    expect(readVisitCode(code.replaceAll('0', 'O').replaceAll('1', 'I'))).toBe(1)
  })

  it('gives away one wrong character, and two that changed places', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900_000 }),
        fc.nat(),
        fc.integer({ min: 1, max: SIGNS.length - 1 }),
        (id, at, by) => {
          const signs = [...visitCode(id).replace('-', '')]
          const place = at % signs.length
          const wrong = signs.with(place, SIGNS.charAt((SIGNS.indexOf(signs[place] ?? '0') + by) % SIGNS.length))
          expect(readVisitCode(wrong.join(''))).toBeNull()
          const next = place + 1
          if (next < signs.length - 1 && signs[place] !== signs[next]) {
            const swapped = signs.with(place, signs[next] ?? '').with(next, signs[place] ?? '')
            expect(readVisitCode(swapped.join(''))).toBeNull()
          }
        },
      ),
    )
  })

  it('is not a ticket’s number, a word or nothing', () => {
    for (const junk of ['', '0000-0', 'SEGN-2026-000123', 'ciao', '12', '€€€€€'])
      expect(readVisitCode(junk), junk).toBeNull()
  })
})
