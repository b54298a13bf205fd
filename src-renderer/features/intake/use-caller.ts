import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { asInstant } from '@shared/kernel/instant'
import { type IntakeForm, emptyForm, isBlank } from './form'
import { focusField } from './use-intake'
import type { WaitingReport } from './use-intake-draft'

/**
 * A telephone system names who is calling (`?numero=`): the form begins anew with that number, and what stood in it waits.
 */
export const useCaller = (
  form: IntakeForm,
  isReady: () => boolean,
  begin: (report: WaitingReport) => Promise<void>,
): void => {
  const route = useRoute()
  const router = useRouter()
  let rang = ''
  watch(
    [isReady, () => route.query['numero']],
    async ([ready, number]) => {
      if (!ready || typeof number !== 'string' || number === '') return
      // Taken once: going back to the page is not another call.
      await router.replace({ query: {} })
      // A call of which nothing was taken down does not wait: a few of them would push real reports out of the list.
      if (form.lookup === rang && isBlank({ ...form, lookup: '' })) form.lookup = ''
      rang = number
      await begin({ form: { ...emptyForm('phone'), lookup: number }, at: asInstant(Date.now()) })
      await focusField('reporter')
    },
    { immediate: true },
  )
}
