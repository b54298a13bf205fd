import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { permissionsOf } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'
import { ok } from '@shared/kernel/result'
import { useSession } from '@/app/session'
import { useFirstSteps } from '@/features/first-steps/use-first-steps'
import { setUp } from '../../support/mount-part'

let unmount = (): void => undefined
afterEach(() => unmount())

it.each([
  [[], false],
  [[{ active: false }], false],
  [[{ active: false }, { active: true }], true],
])('has its mailbox once one is switched on: %j', async (mailboxes, isDone) => {
  const { result, unmount: leave } = setUp(
    () => {
      const session = useSession()
      session.user = { id: 1, displayName: 'Ada', permissions: [...permissionsOf(['administrator'])] } as SessionUser
      session.state = 'signed_in'
      return useFirstSteps()
    },
    { 'mail.mailboxes': () => ok({ mailboxes }) },
  )
  unmount = leave
  await flushPromises()
  expect(result.steps.value.find(({ id }) => id === 'mail')?.done).toBe(isDone)
})
