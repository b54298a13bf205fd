import Holidays from 'date-holidays'
import { describe, expect, it } from 'vitest'
import { easter, nationalHolidays } from '@shared/deadlines/holidays'

describe('national holidays', () => {
  it('agree with the published tables from 2020 to 2035', () => {
    const tables = new Holidays('IT')
    for (let year = 2020; year <= 2035; year += 1) {
      const published = tables
        .getHolidays(year)
        .filter(({ type }) => type !== 'observance')
        .map(({ date }) => date.slice(0, 10))
      expect([...nationalHolidays(year)]).toEqual([...new Set(published)].sort())
    }
  })

  it('include Saint Francis only from 2026', () => {
    expect(nationalHolidays(2025)).not.toContain('2025-10-04')
    expect(nationalHolidays(2026)).toContain('2026-10-04')
  })

  it.each([
    [1961, '1961-04-02'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2026, '2026-04-05'],
    [2038, '2038-04-25'],
    [2285, '2285-03-22'],
  ])('put Easter of %i on %s', (year, day) => {
    expect(easter(year)).toBe(day)
  })
})
