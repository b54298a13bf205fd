import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useSession } from '@/app/session'

/** Somebody else has it, or they rang off: the log says which. */
export const useCallGone = () => {
  const { t } = useI18n()
  const toast = useToast()
  const router = useRouter()
  const session = useSession()
  return async (): Promise<void> => {
    toast.add({ title: t('calls.gone'), icon: 'i-lucide-phone-missed', color: 'warning' })
    if (session.can('contacts.read')) await router.push({ name: 'calls' })
  }
}
