import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTrackingCode, TRACKING_CODE_LENGTH, trackingCode } from '@shared/tickets/tracking-code'

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })

describe('the tracking code', () => {
  it('is three groups of four, without letters that are misheard or misread', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = trackingCode(random)
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
        expect(code).toHaveLength(TRACKING_CODE_LENGTH)
      }),
    )
  })

  it('uses 60 bits of the chance that it was given: every one of them changes the code', () => {
    const zero = new Uint8Array(16)
    const codes = new Set([trackingCode(zero)])
    for (let bit = 0; bit < 60; bit += 1) {
      const one = Uint8Array.from(zero)
      one[Math.floor(bit / 5)] = 1 << (bit % 5)
      codes.add(trackingCode(one))
    }
    expect(codes.size).toBe(61)
  })

  it('comes back from however a citizen says or types it', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = trackingCode(random)
        const sloppy = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
        expect(parseTrackingCode(sloppy)).toBe(code)
      }),
    )
  })

  it('refuses what cannot be one', () => {
    for (const junk of ['', 'K7QF-2M9X', 'K7QF-2M9X-PT4U', 'K7QF-2M9X-PT4R-A', 'SEGN-2026-000123']) {
      expect(parseTrackingCode(junk)).toBeNull()
    }
  })

  it('is never made from too little chance', () => {
    expect(() => trackingCode(new Uint8Array(8))).toThrow(RangeError)
  })
})
