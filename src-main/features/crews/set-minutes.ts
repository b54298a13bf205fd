import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import type { Result } from '@shared/kernel/result'
import { checkBase } from '@main/store/check-base'
import type { FeatureParts } from '../feature-parts'
import { plannedVisits } from './day-order'

type SetMinutes = InputOf<(typeof crews)['setMinutes']>

export const setMinutes = (parts: FeatureParts, input: SetMinutes): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    for (const visit of await plannedVisits(db, [input.visitId])) {
      checkBase({ minutes: visit.minutes }, { minutes: input.base }, { minutes: input.minutes })
      await db.updateTable('visits').set({ minutes: input.minutes }).where('id', '=', visit.id).execute()
    }
    return {}
  })
