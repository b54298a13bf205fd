import { useToast } from '@nuxt/ui/composables'
import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { useCommand } from '@/client/use-command'
import { setUp } from '../../support/mount-part'

it('takes the notice of a refusal back once the same thing went well, or is refused for something else', async () => {
  const answers: Result<null>[] = [err(appError('internal')), err(appError('forbidden')), ok(null)]
  const { result, unmount } = setUp(() => ({
    ...useCommand(() => Promise.resolve(answers.shift() ?? ok(null))),
    toast: useToast(),
  }))
  const shown = async (): Promise<unknown[]> => {
    await result.run(undefined)
    await flushPromises()
    return result.toast.toasts.value.filter(({ open }) => open).map(({ id }) => id)
  }
  expect(await shown()).toEqual(['error-internal'])
  expect(await shown()).toEqual(['error-forbidden'])
  expect(await shown()).toEqual([])
  unmount()
})
