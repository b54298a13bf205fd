import type { OutputOf } from '@shared/contract/define'
import type { reports } from '@shared/contract/reports'
import { minutesOfWorkingDay } from '@shared/deadlines/office-clock'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import { asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { type Period, daysOf, periodBefore } from '@shared/reports/period'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { figuresOf } from './figures-of'
import { firstArrival } from './report-queries'

const MOST_DAYS = 100 * 366

/** A period and the same days of the year before, in one snapshot of the store. */
export const readFigures = (
  parts: FeatureParts,
  period: Period,
): Promise<Result<OutputOf<(typeof reports)['figures']>>> =>
  parts.current.store.read(async (db) => {
    const days = daysOf(period)
    if (!(days >= 1 && days <= MOST_DAYS)) refuse('invalid_input', { field: 'to' })
    const now = parts.clock.now()
    const calendar = await readSetting(db, 'calendar')
    const today = dayAt(now, calendar.zone)
    const first = await firstArrival(db)
    return {
      period: await figuresOf(db, period, { calendar, now }),
      before: await figuresOf(db, periodBefore(period, today), { calendar, now }),
      firstDay: first === null ? null : dayAt(asInstant(first), calendar.zone),
      today,
      dayMinutes: minutesOfWorkingDay(calendar),
    }
  })
