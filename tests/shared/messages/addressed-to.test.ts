import { describe, expect, it } from 'vitest'
import { addressedTo } from '@shared/messages/addressed-to'

const ivo = { number: '2026-12', trackingCode: 'AB12', name: 'ivo' }
const mario = { number: '2026-7', trackingCode: 'CD34', name: 'Mario Rossi' }

describe('a text that was written to another citizen', () => {
  it('says this one’s name, number and code', () => {
    expect(addressedTo('Gentile ivo, la 2026-12 (AB12) è chiusa.', ivo, mario)).toBe(
      'Gentile Mario Rossi, la 2026-7 (CD34) è chiusa.',
    )
  })
  it('keeps words that merely hold the name, and numbers that begin alike', () => {
    const text = 'per questo motivo, vivo; la 2026-123 di ivò e Ivo'
    expect(addressedTo(text, ivo, mario)).toBe(text)
  })
  it('replaces no word twice, and takes signs in a name for themselves', () => {
    const odd = { number: '2026-3', trackingCode: 'EF56', name: 'A. (Anna) $1' }
    expect(addressedTo('A. (Anna) $1, 2026-3', odd, { ...mario, name: '2026-3 $&' })).toBe('2026-3 $&, 2026-7')
    expect(addressedTo('Axx (Anna) $1', odd, mario)).toBe('Axx (Anna) $1')
  })
  it('greets whoever left no name without one', () => {
    expect(addressedTo('Gentile ivo, grazie.', ivo, { ...mario, name: '' })).toBe('Gentile, grazie.')
  })
})
