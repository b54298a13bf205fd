import type { InputOf } from '@shared/contract/define'
import type { SettingsKey, SettingsValue, settings } from '@shared/contract/settings'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { checkBase } from '@main/store/check-base'
import type { FeatureParts } from '../feature-parts'
import { readSetting, writeSetting } from './read-setting'

type SaveSetting = InputOf<(typeof settings)['save']>

/** A setting is one value: two people who change it at once are told, whatever part each of them changed. */
export const saveSetting = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: SaveSetting,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const key: SettingsKey = input.key
    const value = input.value as SettingsValue<typeof key>
    const current = await readSetting(db, key)
    checkBase<{ value: unknown }>({ value: current }, { value: input.base }, { value })
    await writeSetting(db, key, value, { userId: caller.user.id, at: parts.clock.now() })
    return {}
  })
