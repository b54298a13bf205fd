import ui from '@nuxt/ui/vue-plugin'
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it } from 'vitest'
import type { UserId } from '@shared/kernel/ids'
import { ok } from '@shared/kernel/result'
import { createWords } from '@/app/i18n'
import { createDesk, deskKey } from '@/client/client'
import UserDialog from '@/features/accounts/UserDialog.vue'
import { mountPart } from '../../support/mount-part'

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

it('what was typed of somebody new is there again after Esc, but for the password, and gone once it is saved', async () => {
  const role = { key: 'counter', name: '', shipped: true, permissions: [] }
  const part = async () => {
    const { wrapper } = mountPart(UserDialog, { user: null, roles: [role] }, {}, { 'accounts.create': () => ok({}) })
    await flushPromises()
    return wrapper
  }
  const fields = () => [...document.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])')]
  const words = (): string[] => fields().map(({ value }) => value)
  const first = await part()
  for (const [index, text] of ['Anna Neri', 'anna', 'anna@capannori.example', 'una-parola-lunga-77'].entries()) {
    const field = fields()[index]
    if (field) field.value = text
    field?.dispatchEvent(new Event('input', { bubbles: true }))
  }
  document.querySelector<HTMLElement>('[role=checkbox]')?.click()
  await flushPromises()
  first.unmount()
  const second = await part()
  expect(words()).toEqual(['Anna Neri', 'anna', 'anna@capannori.example', ''])
  expect(document.querySelector('[role=checkbox]')?.getAttribute('aria-checked')).toBe('true')
  const password = fields()[3]
  if (password) password.value = 'una-parola-lunga-77'
  password?.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
  const save = [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Salva'))
  save?.click()
  await flushPromises()
  second.unmount()
  const third = await part()
  expect(words()).toEqual(['', '', '', ''])
  third.unmount()
})
