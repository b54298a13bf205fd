import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { z } from 'zod'
import type { Call } from '@shared/contract/calls'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'

const takenBy = z.object({ takenBy: z.string() })

/** Opens the form with the caller filled in; a call that a colleague has is theirs. */
export const useTakeCall = () => {
  const { t } = useI18n()
  const router = useRouter()
  const toast = useToast()
  const take = useCommand(useClient().calls.take, { handles: ['conflict'] })
  return async ({ id, number }: Pick<Call, 'id' | 'number'>): Promise<void> => {
    const answer = await take.run({ id })
    if (answer.ok) {
      await router.push({ name: 'intake', query: { numero: number, chiamata: String(id) } })
      return
    }
    const other = takenBy.safeParse(answer.error.current)
    if (answer.error.code === 'conflict')
      toast.add({
        title: t('calls.takenBy', { name: other.success ? other.data.takenBy : '' }),
        icon: 'i-lucide-phone-forwarded',
        color: 'warning',
      })
  }
}
