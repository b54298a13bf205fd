import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { callId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { type IntakeForm, emptyForm } from './form'
import { useNumberOwner } from './use-number-owner'
import type { WaitingReport } from './use-intake-draft'

/**
 * A telephone system names who is calling (`?numero=`, and `chiamata=` for a call of the log): the form begins anew with
 * that person, and what stood in it waits.
 */
export const useCaller = (
  form: IntakeForm,
  isReady: () => boolean,
  begin: (report: WaitingReport) => Promise<void>,
): void => {
  const route = useRoute()
  const router = useRouter()
  const nameCaller = useNumberOwner(form)
  /** The form as the last call filled it in. */
  let filled = ''
  watch(
    [isReady, () => route.query['numero'], () => route.query['chiamata']],
    async ([ready, number, call]) => {
      const id = callId.safeParse(Number(call))
      if (!ready || typeof number !== 'string' || (number === '' && !id.success)) return
      // Taken once: going back to the page is not another call.
      await router.replace({ query: {} })
      // A call of which nothing was taken down does not wait: a few of them would push real reports out of the list.
      if (JSON.stringify(form) === filled) Object.assign(form, emptyForm(form.channel))
      const begun = { ...emptyForm('phone'), lookup: number, callId: id.success ? id.data : null }
      await begin({ form: begun, at: asInstant(Date.now()) })
      await nameCaller(number, 'name')
      filled = JSON.stringify(form)
    },
    { immediate: true },
  )
}
