import { describe, expect, it } from 'vitest'
import {
  fillPlaceholders,
  fillSignature,
  openPlaceholders,
  PLACEHOLDERS,
  type PlaceholderValues,
  unknownPlaceholders,
} from '@shared/answers/placeholders'

const values = (known: Partial<PlaceholderValues>): PlaceholderValues => ({
  ...(Object.fromEntries(PLACEHOLDERS.map((name) => [name, ''])) as unknown as PlaceholderValues),
  ...known,
})

describe('the words in braces', () => {
  it('are filled in where there is a value, and stay for the writer to see where there is none', () => {
    const text = 'Gentile {nome}, la {numero} è in programma {giorno_previsto}. Ancora: {numero}.'
    const filled = fillPlaceholders(text, values({ nome: 'Nadia', numero: 'SEGN-2026-000007', giorno_previsto: ' ' }))
    expect(filled).toBe(
      'Gentile Nadia, la SEGN-2026-000007 è in programma {giorno_previsto}. Ancora: SEGN-2026-000007.',
    )
    expect(openPlaceholders(filled)).toEqual(['giorno_previsto'])
  })

  it('are never filled from a value that itself looks like one', () => {
    expect(fillPlaceholders('{oggetto} {nome}', values({ oggetto: 'Buca {nome}', nome: 'Nadia' }))).toBe(
      'Buca {nome} Nadia',
    )
  })

  it('tell which of them mean nothing, once each and in order', () => {
    expect(unknownPlaceholders('{nome} {cognome} {numero} {età} {cognome} { } {12} {}')).toEqual(['cognome', 'età'])
  })

  it('leave out the line of a signature that nobody filled in', () => {
    const signature = '{operatore}\n{ufficio}\nTel. {telefono}\n{email_ufficio}'
    expect(fillSignature(signature, values({ operatore: 'Maria', ufficio: 'Cantoniere di paese' }))).toBe(
      'Maria\nCantoniere di paese',
    )
  })
})
