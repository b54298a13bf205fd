import { describe, expect, it } from 'vitest'
import { checkPassword, type PasswordFault } from '@shared/accounts/password-rule'

const fault = (password: string, username = 'giulia.neri'): PasswordFault | null => {
  const result = checkPassword(password, username)
  if (result.ok) return null
  expect(result.error.code).toBe('weak_password')
  return result.error.details?.['reason'] as PasswordFault
}

describe('the password rule', () => {
  it('takes a phrase that a person can remember, without asking for signs', () => {
    expect(fault('tre zanelle asciutte')).toBeNull()
    expect(fault('perché piove a Vorno')).toBeNull()
  })

  it.each([
    ['corta', 'too_short'],
    ['x'.repeat(201), 'too_long'],
    ['Giulia.Neri2026', 'holds_username'],
    ['aaaaaaaaaaaa', 'too_uniform'],
    ['abababababab', 'too_uniform'],
    ['1234567890', 'too_common'],
    ['9876543210', 'too_common'],
    ['Password2026!', 'too_common'],
    ['Cantoniere2026', 'too_common'],
  ])('refuses %s as %s', (password, reason) => {
    expect(fault(password)).toBe(reason)
  })

  it('does not take a two-letter name inside a long phrase for the name itself', () => {
    expect(fault('andiamo al mercato', 'al')).toBeNull()
  })

  it('counts characters as a person does, not in code units', () => {
    expect(fault('🌧🌧🌧🌧🌧')).toBe('too_short')
  })
})
