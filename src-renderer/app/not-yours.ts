import { useToast } from '@nuxt/ui/composables'
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { DeskCommand } from './commands'
import { useSession } from './session'

const TOLD_MS = 6000

/** Says of a key why it did nothing: once for each action, since whoever knows it needs no reminder. */
export const useNotYours = (): ((command: DeskCommand) => void) => {
  const toast = useToast()
  const session = useSession()
  const { t } = useI18n()
  const told = new Set<string>()
  watch(
    () => session.user?.id,
    () => told.clear(),
  )
  return ({ id, title }) => {
    if (told.has(id)) return
    told.add(id)
    toast.add({
      id: 'not-yours',
      title: t('shell.notYours.title', { action: t(title) }),
      description: t('shell.notYours.text'),
      icon: 'i-lucide-lock',
      color: 'neutral',
      duration: TOLD_MS,
    })
  }
}
