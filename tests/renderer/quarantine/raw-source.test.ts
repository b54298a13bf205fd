import { describe, expect, it } from 'vitest'
import { shownSource } from '@/features/quarantine/raw-source'

describe('the source of a quarantined mail on screen', () => {
  it('shows a mark for what cannot be seen and for what turns text around', () => {
    expect(shownSource('a\u0000b\u202ecod.exe\u200b')).toBe('a\ufffdb\ufffdcod.exe\ufffd')
  })

  it('keeps lines, tabs and accents', () => {
    expect(shownSource('Oggetto: però\r\n\tpiù\r\n')).toBe('Oggetto: però\n\tpiù\n')
  })
})
