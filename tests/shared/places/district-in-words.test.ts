import { describe, expect, it } from 'vitest'
import { districtInWords } from '@shared/places/district-in-words'

const districts = ['Lammari', 'Marlia', 'Colle', 'San Martino in Colle'].map((name) => ({ name }))

describe('the district that a place names', () => {
  it.each([
    ['dietro il campo sportivo di Lammari', 'Lammari'],
    ['LAMMARI, davanti alla chiesa', 'Lammari'],
    ['via Romana 12, Marlia', 'Marlia'],
    ['alla scuola di San Martino in Colle', 'San Martino in Colle'],
  ])('%s: %s', (text, name) => expect(districtInWords(text, districts)?.name).toBe(name))

  it.each(['via di Lammari 12', 'tra Lammari e Marlia', 'dietro il campo di Lamm', ''])('%s: none', (text) =>
    expect(districtInWords(text, districts)).toBeNull(),
  )
})
