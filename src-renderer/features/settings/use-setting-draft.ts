import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { SettingsKey, SettingsValue } from '@shared/contract/settings'
import type { Result } from '@shared/kernel/result'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useQuery } from '@/client/use-query'

export interface SettingDraftOptions<T> {
  readonly pick: (all: { [K in SettingsKey]: SettingsValue<K> }) => T
  /** The whole value as the contract takes it, or undefined when a part of it will not do. */
  readonly parse: (value: unknown) => T | undefined
  readonly send: (base: T, value: T) => Promise<Result<object>>
}

/**
 * One setting as it is being written. What another desk saves meanwhile fills in an untouched form; a touched one
 * keeps what was typed, and saving it is refused as a conflict until the person reloads.
 */
export const useSettingDraft = <T>(options: SettingDraftOptions<T>) => {
  const client = useClient()
  const query = useQuery(() => client.settings.all({}), { entities: ['settings'] })
  const command = useCommand((pair: { base: T; value: T }) => options.send(pair.base, pair.value), {
    handles: ['conflict'],
  })
  const base = shallowRef<T>()
  const draft = ref() as Ref<T | undefined>
  const isConflict = ref(false)
  const isChanged = computed(() => JSON.stringify(draft.value) !== JSON.stringify(base.value))
  const isSound = computed(() => options.parse(draft.value) !== undefined)

  const take = (value: T): void => {
    base.value = value
    draft.value = structuredClone(value)
    isConflict.value = false
  }
  const takeStored = (): void => {
    if (query.data.value) take(options.pick(query.data.value))
  }
  watch(query.data, () => {
    if (!isChanged.value) takeStored()
  })

  const reload = async (): Promise<void> => {
    await query.refresh()
    takeStored()
  }

  const save = async (): Promise<boolean> => {
    const value = options.parse(draft.value)
    if (base.value === undefined || value === undefined) return false
    const answer = await command.run({ base: base.value, value })
    if (answer.ok) take(value)
    else isConflict.value = answer.error.code === 'conflict'
    return answer.ok
  }

  return { draft, isChanged, isSound, isConflict, reload, save, pending: command.pending, query }
}
