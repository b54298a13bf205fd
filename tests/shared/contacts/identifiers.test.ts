import { describe, expect, it } from 'vitest'
import { normaliseIdentifier } from '@shared/contacts/identifiers'

describe('how a person is known', () => {
  it('knows a phone and a WhatsApp account by the same digits', () => {
    const phone = normaliseIdentifier('phone', '335/1397378')
    const chat = normaliseIdentifier('whatsapp', '393351397378')
    expect(phone).toEqual({ kind: 'phone', display: '335 139 7378', key: '+393351397378', last9: '351397378' })
    expect(chat).toEqual({ ...phone, kind: 'whatsapp' })
  })

  it('compares mail and PEC addresses without case, and accounts of the platform exactly', () => {
    expect(normaliseIdentifier('pec', 'Mario@PEC.example')?.key).toBe('mario@pec.example')
    expect(normaliseIdentifier('platform', ' Utente42 ')?.key).toBe('Utente42')
  })

  it('refuses what is not of its kind', () => {
    expect(normaliseIdentifier('phone', 'mario@example.it')).toBeNull()
    expect(normaliseIdentifier('email', '335 1397378')).toBeNull()
    expect(normaliseIdentifier('platform', '  ')).toBeNull()
  })
})
