import ui from '@nuxt/ui/vue-plugin'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import type { UserId } from '@shared/kernel/ids'
import { ok } from '@shared/kernel/result'
import { createWords } from '@/app/i18n'
import { createDesk, deskKey } from '@/client/client'
import UserDialog from '@/features/accounts/UserDialog.vue'

const maria = {
  id: 3 as UserId,
  username: 'maria',
  displayName: 'Maria Bianchi',
  email: null,
  roles: ['counter' as const],
  active: true,
  lastSignInAt: null,
}

it('a colleague is given the address by which the office’s mail knows them, a whole one or none', async () => {
  const sent: unknown[] = []
  const desk = createDesk({
    invoke: (name, input) => {
      if (name === 'accounts.edit') sent.push(input)
      return Promise.resolve(ok({}))
    },
    subscribe: () => () => undefined,
    onConnection: (listener) => {
      listener('connected')
      return () => undefined
    },
  })
  const dialog = mount(UserDialog, {
    props: { user: maria, roles: [] },
    attachTo: document.body,
    global: { plugins: [createPinia(), createWords('it'), ui], provide: { [deskKey as symbol]: desk } },
  })
  await flushPromises()
  const field = document.querySelector<HTMLInputElement>('input[type="email"]')
  const type = async (words: string): Promise<void> => {
    if (field) field.value = words
    field?.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
  }
  const save = (): void =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Salva'))?.click()
  await type('maria@capannori')
  expect(document.body.textContent).toContain('Scrivi un indirizzo completo')
  save()
  await flushPromises()
  expect(sent).toEqual([])
  await type('maria@capannori.example')
  save()
  await flushPromises()
  expect(sent).toEqual([{ id: 3, base: { email: null }, changes: { email: 'maria@capannori.example' } }])
  dialog.unmount()
})
