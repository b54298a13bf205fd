import { isHoliday, isOfficeOpen } from '@shared/deadlines/office-calendar'
import { dayAt } from '@shared/deadlines/zone'
import type { OfficeMoment } from '@shared/desks/notice-hours'
import type { Instant } from '@shared/kernel/instant'
import { readSetting } from '@main/features/settings/read-setting'
import type { ReadDb } from '@main/store/handles'

/** How the office stands, for hosts that keep still where nobody works. */
export const officeMomentAt = async (db: ReadDb, now: Instant): Promise<OfficeMoment> => {
  const calendar = await readSetting(db, 'calendar')
  if (isHoliday(dayAt(now, calendar.zone), calendar)) return 'holiday'
  return isOfficeOpen(calendar, now) ? 'open' : 'shut'
}
