import { expect, it } from 'vitest'
import { calendarSettings } from '@shared/contract/settings'

const hours = (from: string, to: string) =>
  calendarSettings.shape.hours.safeParse({ 1: [{ from, to }], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }).success

it('an office may be open until midnight, and begin no day at its end', () => {
  expect([hours('20:00', '24:00'), hours('24:00', '24:00'), hours('20:00', '24:30')]).toEqual([true, false, false])
})
