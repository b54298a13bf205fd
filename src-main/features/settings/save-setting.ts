import type { InputOf } from '@shared/contract/define'
import type { SettingsKey, SettingsValue, settings } from '@shared/contract/settings'
import { refuse } from '@shared/kernel/app-error'
import { changedFields } from '@shared/kernel/field-changes'
import type { Result } from '@shared/kernel/result'
import { fieldsOfSetting, gatherChanges, settingOfFields } from '@shared/settings/setting-fields'
import type { SignedInCaller } from '@main/platform/caller'
import { checkBase } from '@main/store/check-base'
import type { FeatureParts } from '../feature-parts'
import { followHolidays } from '../rounds/save-round'
import { actorOf } from '../tickets/write-entry'
import { readSetting, writeSetting } from './read-setting'

type SaveSetting = InputOf<(typeof settings)['save']>

/**
 * Writes the fields in which `value` differs from `base`, over what the store holds now: two people on different
 * fields of one setting both hold, on the same field the second one is asked.
 */
export const saveSetting = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: SaveSetting,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const key: SettingsKey = input.key
    const fieldsOf = (value: SettingsValue<typeof key>) => fieldsOfSetting(key, value)
    const current = fieldsOf(await readSetting(db, key))
    const base = fieldsOf(input.base)
    const edit = gatherChanges(key, current, base, changedFields(base, fieldsOf(input.value)))
    checkBase(current, edit.base, edit.changes)
    // Each half was sound, the two together are not: too long a list.
    const value = settingOfFields(key, { ...current, ...edit.changes }) ?? refuse('invalid_input', { field: 'value' })
    const at = parts.clock.now()
    await writeSetting(db, key, value, { userId: caller.user.id, at })
    if (key === 'calendar') await followHolidays(db, { at, actor: actorOf(caller) }, at)
    return {}
  })
