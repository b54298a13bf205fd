import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupedFingerprint, plainFingerprint } from '@shared/lan/fingerprint'
import { pairingCode, plainCode } from '@shared/lan/pairing-code'
import { pairingText, readPairingText } from '@shared/lan/pairing-text'

const hex = 'AECD804B0C81AAF0448FB8055755F7D13B16673479D6A2A5E436302D5D1CCC09'

describe('what two people read to each other', () => {
  it('is a fingerprint in groups of four, however it was written', () => {
    expect(groupedFingerprint(hex).split(' ')).toHaveLength(16)
    expect(plainFingerprint(groupedFingerprint(hex).toLowerCase())).toBe(hex)
    expect(plainFingerprint(hex.match(/../g)?.join(':') ?? '')).toBe(hex)
  })

  it('is a code whose look-alikes, case and dashes do not matter', () => {
    const code = pairingCode(Uint8Array.from([0, 1, 31, 20, 9, 18, 255, 64]))
    expect(code).toBe('01ZM-9JZ0')
    expect(plainCode(' o1zm 9jzO')).toBe(plainCode(code))
    expect(plainCode('oizm-9jzo')).toBe(plainCode(code))
  })

  it('every code survives being typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
        const code = pairingCode(bytes)
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
        expect(plainCode(code.toLowerCase())).toBe(code.replace('-', ''))
      }),
      { seed: 20261123 },
    )
  })
})

describe('an invitation as text', () => {
  const invitation = { address: '192.168.1.20', port: 47621, code: '7K2M-Q4XD', fingerprint: hex, name: 'URP & C = 1' }

  it('comes back as it was written, names with odd signs and IPv6 too', () => {
    expect(readPairingText(`  ${pairingText(invitation)}\n`)).toEqual(invitation)
    // Browsers put a slash where the path would be.
    expect(readPairingText(pairingText(invitation).replace('collega?', 'collega/?'))).toEqual(invitation)
    const six = { ...invitation, address: 'fd00::12' }
    expect(readPairingText(pairingText(six))).toEqual(six)
  })

  it('is nothing when a part is missing or odd', () => {
    const text = pairingText(invitation)
    for (const broken of [
      '',
      'https://comune.example/collega?a=1',
      text.replace(/a=[^&]*/, 'a=a b'),
      text.replace(/p=\d+/, 'p=0'),
      text.replace(/p=\d+/, 'p=70000'),
      text.replace(/c=[^&]*/, 'c='),
      text.replace(/f=[^&]*/, 'f=ABCD'),
      text.replace('URP', '%E0%A4%A'),
    ])
      expect([broken, readPairingText(broken)?.name ?? null]).toEqual([broken, broken.includes('%E0%A4%A') ? '' : null])
  })

  it('never throws on what somebody pastes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readPairingText(text)
        readPairingText(`cantoniere://collega?${text}`)
      }),
      { seed: 20261123 },
    )
  })
})
