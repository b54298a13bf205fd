import { computed, ref, shallowRef, watch } from 'vue'
import { officeSettings, type OfficeSettings } from '@shared/contract/settings'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useQuery } from '@/client/use-query'

const copyOf = (office: OfficeSettings): OfficeSettings => ({ ...office, emergencyWords: [...office.emergencyWords] })

/**
 * The office's settings as they are being written. What another desk saves meanwhile fills in an untouched form; a
 * touched one keeps what was typed, and saving it is refused as a conflict until the person reloads.
 */
export const useOfficeDraft = () => {
  const client = useClient()
  const query = useQuery(() => client.settings.all({}), { entities: ['settings'] })
  const command = useCommand(client.settings.save, { handles: ['conflict'] })
  const base = shallowRef<OfficeSettings>()
  const draft = ref<OfficeSettings>()
  const isConflict = ref(false)
  const isChanged = computed(() => JSON.stringify(draft.value) !== JSON.stringify(base.value))
  const faults = computed(() => {
    const parsed = officeSettings.safeParse(draft.value)
    return new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])))
  })

  const take = (office: OfficeSettings | undefined): void => {
    if (!office) return
    base.value = office
    draft.value = copyOf(office)
    isConflict.value = false
  }
  watch(query.data, (all) => {
    if (!isChanged.value) take(all?.office)
  })

  const reload = async (): Promise<void> => {
    await query.refresh()
    take(query.data.value?.office)
  }

  const save = async (): Promise<boolean> => {
    const parsed = officeSettings.safeParse(draft.value)
    if (!base.value || !parsed.success) return false
    const answer = await command.run({ key: 'office', base: base.value, value: parsed.data })
    if (answer.ok) take(parsed.data)
    else isConflict.value = answer.error.code === 'conflict'
    return answer.ok
  }

  return { draft, isChanged, isConflict, faults, reload, save, pending: command.pending, query }
}
