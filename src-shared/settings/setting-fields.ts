import { type SettingsKey, type SettingsValue, settingsSchemas } from '@shared/contract/settings'
import { sameValue } from '@shared/kernel/same-value'

/**
 * A setting as the fields that people edit, named by their path (`hours.1`, `byPriority.high.resolutionMinutes`):
 * what is one field to a person is one field to a conflict.
 */
export type SettingFields = Readonly<Record<string, unknown>>

/** What is more than one field. The rest is whole: half a date, or half of a map's address, is neither person's. */
const PARTED: Readonly<Partial<Record<SettingsKey, RegExp>>> = {
  calendar: /^hours$/,
  citizen: /^steps(\.[a-z]+)?$/,
  deadlines: /^byPriority(\.[a-z]+)?$/,
}

/** Lists to which each person adds or takes away: both changes hold, whoever came first. */
const GATHERED: ReadonlySet<string> = new Set(['calendar.closures', 'office.emergencyWords'])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const fieldsOfSetting = <K extends SettingsKey>(key: K, value: SettingsValue<K>): SettingFields => {
  const spread = (path: string, part: unknown): [string, unknown][] =>
    isRecord(part) && (path === '' || PARTED[key]?.test(path))
      ? Object.entries(part).flatMap(([name, inner]) => spread(path === '' ? name : `${path}.${name}`, inner))
      : [[path, part]]
  return Object.fromEntries(spread('', value))
}

/** The way back; undefined when the fields do not make a value that this setting takes. */
export const settingOfFields = <K extends SettingsKey>(key: K, fields: SettingFields): SettingsValue<K> | undefined => {
  const whole: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(fields)) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let at = whole
    for (const name of names) {
      const inner = at[name]
      const next = isRecord(inner) ? inner : {}
      at[name] = next
      at = next
    }
    at[last] = value
  }
  const parsed = settingsSchemas[key].safeParse(whole)
  return parsed.success ? (parsed.data as SettingsValue<K>) : undefined
}

const gathered = (current: readonly unknown[], base: readonly unknown[], mine: readonly unknown[]): unknown[] => {
  const has = (list: readonly unknown[], one: unknown): boolean => list.some((item) => sameValue(item, one))
  const kept = current.filter((one) => has(mine, one) || !has(base, one))
  return [...kept, ...mine.filter((one) => !has(base, one) && !has(kept, one))]
}

/**
 * The changes of one person over what the store holds now: a list that both added to holds both additions. Fields that
 * clash stay as they are, for `checkBase` to find.
 */
export const gatherChanges = (
  key: SettingsKey,
  current: SettingFields,
  base: SettingFields,
  changes: SettingFields,
): { readonly base: SettingFields; readonly changes: SettingFields } => {
  const from: Record<string, unknown> = { ...base }
  const to: Record<string, unknown> = { ...changes }
  for (const [field, mine] of Object.entries(changes)) {
    const stored = current[field]
    const before = base[field]
    if (!GATHERED.has(`${key}.${field}`)) continue
    if (!Array.isArray(stored) || !Array.isArray(before) || !Array.isArray(mine)) continue
    from[field] = stored
    to[field] = gathered(stored, before, mine)
  }
  return { base: from, changes: to }
}
