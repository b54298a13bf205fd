import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { type SettingsKey, type SettingsValue, settingsSchemas } from '@shared/contract/settings'
import { sameValue } from '@shared/kernel/same-value'
import { fieldsOfSetting, settingOfFields, type SettingFields } from '@shared/settings/setting-fields'
import { useClient } from '@/client/client'
import { useFieldEdit } from '@/client/use-field-edit'
import { useQuery } from '@/client/use-query'

/** How a setting is laid out for its form, where the form is not the setting itself. */
export interface SettingShape<Value, Form> {
  readonly formOf: (value: Value) => Form
  readonly settingOf: (form: Form) => Value
}

const itself = <Value, Form>(): SettingShape<Value, Form> => ({
  formOf: (value) => structuredClone(value) as unknown as Form,
  settingOf: (form) => form as unknown as Value,
})

/**
 * One setting as it is being written. What another desk saves meanwhile fills in every field that nobody touched here;
 * a touched one keeps what was typed, and saving asks about it when the other desk changed that very field.
 */
export const useSettingDraft = <K extends SettingsKey, Form = SettingsValue<K>>(
  key: K,
  shape: SettingShape<SettingsValue<K>, Form> = itself(),
) => {
  type Value = SettingsValue<K>
  type Save = ReturnType<typeof useClient>['settings']['save']
  const client = useClient()
  const query = useQuery(() => client.settings.all({}), { entities: ['settings'] })
  /** What the draft was filled from. */
  const base = shallowRef<SettingFields>({})
  const draft = ref() as Ref<Form | undefined>

  const edit = useFieldEdit<SettingFields>(({ before, after }) =>
    client.settings.save({
      key,
      base: settingOfFields(key, before),
      value: settingOfFields(key, after),
    } as Parameters<Save>[0]),
  )

  const typed = computed((): Value | undefined =>
    draft.value === undefined ? undefined : shape.settingOf(draft.value),
  )
  const fields = computed(() => (typed.value === undefined ? {} : fieldsOfSetting(key, typed.value)))
  const isChanged = computed(() => !sameValue(fields.value, base.value))
  const parsed = computed(() => settingsSchemas[key].safeParse(typed.value))
  /** First part of the path of each field that will not do. */
  const faults = computed(
    () => new Set(parsed.value.success ? [] : parsed.value.error.issues.map(({ path }) => String(path[0]))),
  )

  const fill = (value: Value): void => {
    base.value = fieldsOfSetting(key, value)
    draft.value = shape.formOf(value)
  }
  const stored = (): Value | undefined => query.data.value?.[key] as Value | undefined

  watch(query.data, () => {
    const value = stored()
    if (value === undefined) return
    if (draft.value === undefined || !isChanged.value) return fill(value)
    const theirs = fieldsOfSetting(key, value)
    const isTouched = (field: string): boolean => !sameValue(fields.value[field], base.value[field])
    const taken = Object.keys(theirs).filter(
      (field) => !isTouched(field) && !sameValue(theirs[field], base.value[field]),
    )
    if (taken.length === 0) return
    const news = Object.fromEntries(taken.map((field) => [field, theirs[field]]))
    const merged = settingOfFields(key, { ...fields.value, ...news })
    // A draft that will not do yet is left alone: its writer is in the middle of a word.
    if (merged === undefined) return
    base.value = { ...base.value, ...news }
    draft.value = shape.formOf(merged)
  })

  /** Back to what the store holds now. */
  const reload = async (): Promise<void> => {
    await query.refresh()
    const value = stored()
    if (value !== undefined) fill(value)
  }

  const save = async (): Promise<boolean> => {
    if (!parsed.value.success) return false
    const saved = await edit.save(base.value, fieldsOfSetting(key, parsed.value.data as Value))
    const value = saved && settingOfFields(key, saved)
    if (!value) return false
    fill(value)
    await query.refresh()
    return true
  }

  return { draft, isChanged, faults, reload, save, pending: edit.pending, edit, query }
}

export type SettingDraft = Pick<
  ReturnType<typeof useSettingDraft<SettingsKey, unknown>>,
  'draft' | 'isChanged' | 'faults' | 'reload' | 'save' | 'pending' | 'edit' | 'query'
>
