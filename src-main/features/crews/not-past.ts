import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { Instant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'

/** A visit is planned for today or later: what was promised for yesterday would be read out to a citizen. */
export const refusePast = async (db: ReadDb, day: string, now: Instant): Promise<void> => {
  const { zone } = await readSetting(db, 'calendar')
  if (day < dayAt(now, zone)) refuse('day_past', { field: 'day' })
}
