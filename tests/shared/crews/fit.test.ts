import { describe, expect, it } from 'vitest'
import { type CrewDayPlan, dayConflicts, firstWorkingDay, proposeCrews, workConflicts } from '@shared/crews/fit'
import type { CategoryId, DistrictId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'

const [LIGHT, GREEN] = [1, 2] as CategoryId[]
const [GUAMO, MARLIA] = [10, 20] as DistrictId[]
const [MONDAY, TUESDAY, SUNDAY] = [asDay('2026-11-23'), asDay('2026-11-24'), asDay('2026-11-29')]
const list = <T>(...items: (T | undefined)[]): T[] => items.filter((item) => item !== undefined)

const plan = (id: string, over: Partial<CrewDayPlan<string>> = {}): CrewDayPlan<string> => ({
  id,
  day: MONDAY,
  visits: 4,
  minutes: 240,
  skills: [],
  districts: [],
  weekdays: [1, 2, 3, 4, 5],
  absences: [],
  planned: [],
  ...over,
})
const light = { categories: list(LIGHT), districtId: GUAMO ?? null }

describe('the crew proposed for a ticket', () => {
  it('is the one made for such work, before one that does everything', () => {
    const ranked = proposeCrews(
      [plan('tuttofare'), plan('verde', { skills: list(GREEN) }), plan('elettricisti', { skills: list(LIGHT) })],
      light,
      45,
    )
    expect(ranked.map(({ id }) => id)).toEqual(['elettricisti', 'tuttofare', 'verde'])
    expect(ranked[0]).toMatchObject({ conflicts: [], because: ['skill', 'room'] })
    expect(ranked[2]?.conflicts).toEqual(['skill'])
  })

  it('is the nearer one, then the one with more room, then today’s', () => {
    const busy = [{ minutes: 60 }, { minutes: 60 }]
    expect(
      proposeCrews(
        [plan('lontana', { districts: list(MARLIA) }), plan('vicina', { districts: list(GUAMO) })],
        light,
        45,
      )[0],
    ).toMatchObject({ id: 'vicina', because: ['district', 'room'] })
    expect(proposeCrews([plan('piena', { planned: busy }), plan('libera')], light, 45)[0]?.id).toBe('libera')
    expect(proposeCrews([plan('a', { day: TUESDAY }), plan('a', { planned: busy })], light, 45)[0]?.day).toBe(MONDAY)
  })

  it('is another day when this one is full, on holiday or a Sunday; with nothing better it is said what is wrong', () => {
    const full = Array.from({ length: 4 }, () => ({ minutes: 45 }))
    const away = [{ from: MONDAY ?? SUNDAY, to: MONDAY ?? SUNDAY, member: '', reason: 'ferie' }] as never
    for (const bad of [
      plan('a', { planned: full }),
      plan('a', { absences: away }),
      plan('a', { day: SUNDAY ?? MONDAY }),
    ]) {
      const [best, worst] = proposeCrews([bad, plan('a', { day: TUESDAY ?? MONDAY })], light, 45)
      expect(best).toMatchObject({ day: TUESDAY, conflicts: [] })
      expect(worst?.conflicts.length).toBeGreaterThan(0)
    }
    expect(proposeCrews([plan('a', { planned: full })], light, 90)[0]?.conflicts).toEqual(['visits', 'minutes'])
  })
})

describe('the first day of a crew', () => {
  it('is no Saturday, and none of its holidays', () => {
    const away = [{ from: asDay('2026-11-30'), to: asDay('2026-12-01'), member: '', reason: 'ferie' }]
    expect(firstWorkingDay(plan('a'), asDay('2026-11-27'))).toBe('2026-11-27')
    expect(firstWorkingDay(plan('a', { absences: away }), asDay('2026-11-28'))).toBe('2026-12-02')
    expect(firstWorkingDay(plan('a', { weekdays: [] }), MONDAY)).toBe(MONDAY)
  })
})

describe('what speaks against a visit', () => {
  it('is a missing skill, a foreign district, a free day, an absence: a half-empty crew less than none', () => {
    expect(workConflicts(plan('a', { skills: list(GREEN), districts: list(MARLIA) }), light)).toEqual([
      'skill',
      'district',
    ])
    expect(workConflicts(plan('a', { skills: list(GREEN) }), { categories: [], districtId: null })).toEqual([])
    expect(dayConflicts(plan('a'), SUNDAY as never)).toEqual(['weekday'])
    const until = (member: string) => [{ from: MONDAY, to: TUESDAY, member, reason: '' }] as never
    expect(dayConflicts(plan('a', { absences: until('') }), TUESDAY as never)).toEqual(['absent'])
    expect(dayConflicts(plan('a', { absences: until('Ivo') }), TUESDAY as never)).toEqual(['short_handed'])
    expect(dayConflicts(plan('a', { absences: until('') }), asDay('2026-11-25'))).toEqual([])
  })
})
