import { z } from 'zod'

/** How the office stands at a moment: open, shut for now, or closed all day by a holiday or a closure. */
export const OFFICE_MOMENTS = ['open', 'shut', 'holiday'] as const
export type OfficeMoment = (typeof OFFICE_MOMENTS)[number]

export const NOTICE_TIMES = ['always', 'chosen', 'office', 'never'] as const

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** When a computer may show notices of its system: always, at chosen hours, in the office's opening hours, never. */
export const noticeHours = z.object({
  when: z.enum(NOTICE_TIMES),
  /** 1 is Monday, 7 Sunday. */
  days: z.array(z.int().min(1).max(7)).max(7),
  /** `HH:MM` on the computer's clock; an end at or before the beginning is that of the next morning. */
  from: clock,
  to: clock,
})
export type NoticeHours = z.output<typeof noticeHours>

/** Longer than the counter is open: work goes on behind it, and on Saturday the telephone rings. */
export const DEFAULT_NOTICE_HOURS: NoticeHours = {
  when: 'chosen',
  days: [1, 2, 3, 4, 5, 6],
  from: '07:30',
  to: '19:00',
}

/** A moment on the computer's own clock; `weekday` 1 is Monday, `minute` counts from midnight. */
export interface DeskMoment {
  readonly weekday: number
  readonly minute: number
}

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
const dayBefore = (weekday: number): number => (weekday === 1 ? 7 : weekday - 1)

const isChosen = ({ days, from, to }: NoticeHours, { weekday, minute }: DeskMoment): boolean => {
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  if (begin < end) return days.includes(weekday) && begin <= minute && minute < end
  return (days.includes(weekday) && minute >= begin) || (days.includes(dayBefore(weekday)) && minute < end)
}

/**
 * Whether a computer keeps a notice to itself. A possible emergency is shown at any hour, except where somebody wants
 * no notices at all.
 */
export const isQuiet = (
  hours: NoticeHours,
  notice: { readonly isEmergency: boolean; readonly office: OfficeMoment },
  now: DeskMoment,
): boolean => {
  if (hours.when === 'never') return true
  if (hours.when === 'always' || notice.isEmergency) return false
  if (hours.when === 'office') return notice.office !== 'open'
  return notice.office === 'holiday' || !isChosen(hours, now)
}
