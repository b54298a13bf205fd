import { describe, expect, it } from 'vitest'
import { DEFAULT_NOTICE_HOURS, isQuiet, type NoticeHours, noticeHours } from '@shared/desks/notice-hours'

const at = (weekday: number, clock: string) => ({
  weekday,
  minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)),
})
const plain = { isEmergency: false, office: 'shut' } as const

describe('when a computer keeps a notice to itself', () => {
  it('follows the chosen days and hours, the end not included', () => {
    const quiet = (weekday: number, clock: string) => isQuiet(DEFAULT_NOTICE_HOURS, plain, at(weekday, clock))
    expect([quiet(1, '07:29'), quiet(1, '07:30'), quiet(6, '18:59'), quiet(6, '19:00')]).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(quiet(7, '10:00')).toBe(true)
  })

  it('takes a night shift through to the next morning, and only after a chosen day', () => {
    const night: NoticeHours = { when: 'chosen', days: [5, 7], from: '22:00', to: '06:00' }
    const quiet = (weekday: number, clock: string) => isQuiet(night, plain, at(weekday, clock))
    expect([quiet(5, '21:59'), quiet(5, '22:00'), quiet(6, '05:59'), quiet(6, '06:00')]).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect([quiet(6, '23:00'), quiet(7, '05:00'), quiet(1, '05:00')]).toEqual([true, true, false])
  })

  it('asks the office’s calendar where somebody wants that, and is never deaf to an emergency by accident', () => {
    const monday = at(1, '10:00')
    const by = (when: NoticeHours['when'], office: 'open' | 'shut' | 'holiday', isEmergency = false) =>
      isQuiet({ ...DEFAULT_NOTICE_HOURS, when }, { isEmergency, office }, monday)
    expect([by('office', 'open'), by('office', 'shut'), by('office', 'holiday')]).toEqual([false, true, true])
    expect([by('chosen', 'shut'), by('chosen', 'holiday')]).toEqual([false, true])
    expect([by('always', 'holiday'), by('never', 'open')]).toEqual([false, true])
    expect([by('office', 'holiday', true), by('chosen', 'holiday', true), by('never', 'open', true)]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('has hours that a file or a page may not bend', () => {
    expect(noticeHours.safeParse(DEFAULT_NOTICE_HOURS).success).toBe(true)
    for (const bent of [{ from: '24:00' }, { to: '7:30' }, { days: [0] }, { when: 'domani' }])
      expect(noticeHours.safeParse({ ...DEFAULT_NOTICE_HOURS, ...bent }).success).toBe(false)
  })
})
