import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { asInstant } from '@shared/kernel/instant'
import { emptyForm } from './form'
import { focusField } from './use-intake'
import type { WaitingReport } from './use-intake-draft'

/**
 * A telephone system names who is calling (`?numero=`): the form begins anew with that number, and what stood in it waits.
 */
export const useCaller = (isReady: () => boolean, begin: (report: WaitingReport) => Promise<void>): void => {
  const route = useRoute()
  const router = useRouter()
  watch(
    [isReady, () => route.query['numero']],
    async ([ready, number]) => {
      if (!ready || typeof number !== 'string' || number === '') return
      // Taken once: going back to the page is not another call.
      await router.replace({ query: {} })
      await begin({ form: { ...emptyForm('phone'), lookup: number }, at: asInstant(Date.now()) })
      await focusField('reporter')
    },
    { immediate: true },
  )
}
