import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedFields, clashingFields } from '@shared/kernel/field-changes'
import { sameValue } from '@shared/kernel/same-value'
import { fieldsOfSetting, gatherChanges, settingOfFields } from '@shared/settings/setting-fields'

const slots = [{ from: '09:00', to: '12:30' }]
const calendar = {
  zone: 'Europe/Rome',
  hours: { 1: slots, 2: slots, 3: slots, 4: slots, 5: slots, 6: [], 7: [] },
  patron: { month: 7, day: 16 },
  closures: [],
}

describe('the fields of a setting', () => {
  it('are the hours of each day, and a patron that is one date', () => {
    expect(Object.keys(fieldsOfSetting('calendar', calendar)).toSorted()).toEqual([
      'closures',
      'hours.1',
      'hours.2',
      'hours.3',
      'hours.4',
      'hours.5',
      'hours.6',
      'hours.7',
      'patron',
      'zone',
    ])
  })

  it('make the same setting again', () => {
    expect(settingOfFields('calendar', fieldsOfSetting('calendar', calendar))).toEqual(calendar)
    expect(settingOfFields('calendar', { zone: 'Europe/Rome' })).toBeUndefined()
  })

  it('gather what two people did to a list, whoever came first', () => {
    const day = fc.integer({ min: 1, max: 12 }).map((n) => `2026-01-${String(n).padStart(2, '0')}`)
    const days = fc.uniqueArray(day)
    fc.assert(
      fc.property(days, days, days, (base, one, other) => {
        const after = (current: string[], mine: string[]): unknown =>
          gatherChanges('calendar', { closures: current }, { closures: base }, { closures: mine }).changes['closures']
        const sorted = (list: unknown): string[] => (list as string[]).toSorted()
        const wanted = [...new Set([...base, ...one, ...other])].filter(
          (item) => !base.includes(item) || (one.includes(item) && other.includes(item)),
        )
        expect(sorted(after(one, other))).toEqual(wanted.toSorted())
        expect(sorted(after(other, one))).toEqual(wanted.toSorted())
      }),
    )
  })
})

describe('a field that two people changed', () => {
  it('clashes only when they want different things', () => {
    const base = { name: 'URP', phone: '1', place: { lat: 1, lon: 2 } }
    expect(changedFields(base, { ...base, place: { lon: 2, lat: 1 } })).toEqual({})
    expect(clashingFields<typeof base>({ ...base, phone: '2' }, base, { phone: '2' })).toEqual([])
    expect(clashingFields<typeof base>({ ...base, phone: '2' }, base, { name: 'Ufficio' })).toEqual([])
    expect(clashingFields<typeof base>({ ...base, phone: '2' }, base, { phone: '3', name: 'Ufficio' })).toEqual([
      'phone',
    ])
  })

  it('says that two values are the same exactly when their sorted JSON is', () => {
    const sorted = (value: unknown): string =>
      JSON.stringify(value, (_key, item: unknown) =>
        item !== null && typeof item === 'object' && !Array.isArray(item)
          ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
          : item,
      )
    const json = fc
      .jsonValue({ maxDepth: 2, noUnicodeString: true } as fc.JsonSharedConstraints)
      .map((value) => JSON.parse(JSON.stringify(value)) as unknown)
    fc.assert(fc.property(json, json, (one, other) => sameValue(one, other) === (sorted(one) === sorted(other))))
    fc.assert(fc.property(json, (one) => sameValue(one, structuredClone(one))))
  })
})
