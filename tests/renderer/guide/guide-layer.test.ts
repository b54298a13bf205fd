import ui from '@nuxt/ui/vue-plugin'
import UApp from '@nuxt/ui/components/App.vue'
import { it as italian } from '@nuxt/ui/locale'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, h, ref } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useCommands, useShortcutListener } from '@/app/commands'
import { createWords } from '@/app/i18n'
import { createDesk, deskKey } from '@/client/client'
import GuideLayer from '@/features/guide/GuideLayer.vue'
import { guideOpen } from '@/features/guide/guide-open'
import { StandInBridge } from '../../support/stand-in-bridge'

const PATIENCE = { timeout: 30_000 }

describe('the guide over a screen', () => {
  let page: VueWrapper | null = null
  afterEach(() => {
    page?.unmount()
    guideOpen.value = false
    document.body.innerHTML = ''
  })

  const open = async (language: 'it' | 'en' = 'it') => {
    const saved = vi.fn<() => void>()
    const words = ref('')
    const Form = defineComponent(() => {
      useCommands([
        { id: 'form.save', title: 'shell.save', group: 'write', keys: ['mod+enter'], whileTyping: true, run: saved },
        { id: 'form.next', title: 'queue.commands.next', group: 'list', keys: ['j'], run: saved },
      ])
      return () => h('input', { id: 'typed', onInput: (event: Event) => (words.value = String(event.target)) })
    })
    const Host = defineComponent(() => {
      useShortcutListener({ singleKeys: () => true })
      return () => h(UApp, { locale: italian }, { default: () => [h(RouterView), h(GuideLayer)] })
    })
    const pinia = createPinia()
    setActivePinia(pinia)
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [
        { path: '/da-verificare', name: 'quarantine', component: Form },
        { path: '/settings/copies', name: 'settings', component: { render: () => h('p', 'le copie') } },
        { path: '/guida/:chapter?', name: 'guide', component: { render: () => null } },
      ],
    })
    await router.push('/da-verificare')
    page = mount(Host, {
      attachTo: document.body,
      global: {
        plugins: [pinia, router, createWords(language), ui],
        provide: { [deskKey as symbol]: createDesk(new StandInBridge()) },
      },
    })
    await flushPromises()
    const field = document.querySelector<HTMLInputElement>('#typed')
    if (!field) throw new Error('No field')
    field.focus()
    field.value = 'buca in via'
    return { saved, field, router }
  }
  const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
    await flushPromises()
  }
  const title = (): string | undefined => document.querySelector('.guide h1')?.textContent
  const titled = (wanted: string) => vi.waitFor(() => expect(title()).toBe(wanted), PATIENCE)
  const search = async (words: string): Promise<void> => {
    await press('/')
    const field = document.querySelector<HTMLInputElement>('.guide input')
    if (!field) throw new Error('No search')
    field.focus()
    field.value = words
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
  }

  it('opens from a field at the chapter of the screen, and leaves what was typed and the keyboard where they were', async () => {
    const { field } = await open()
    await press('F1')
    await titled('La posta')
    expect(document.activeElement?.closest('.guide')).not.toBeNull()
    await press('Escape')
    await vi.waitFor(() => expect(document.querySelector('.guide')).toBeNull(), PATIENCE)
    expect(document.querySelector('#typed')).toBe(field)
    expect(field.value).toBe('buca in via')
    await vi.waitFor(() => expect(document.activeElement).toBe(field), PATIENCE)

    // Once it is loaded it stands there at once; nothing else changes.
    await press('F1')
    await titled('La posta')
    expect(document.activeElement?.closest('.guide')).not.toBeNull()
    await press('Escape')
    await vi.waitFor(() => expect(document.querySelector('.guide')).toBeNull(), PATIENCE)
    await vi.waitFor(() => expect(document.activeElement).toBe(field), PATIENCE)
  })

  it('goes from chapter to chapter by keys and back, and lets none of them reach what lies beneath', async () => {
    const { saved } = await open()
    await press('F1')
    await titled('La posta')
    await press('j')
    await titled('WhatsApp')
    await press('ArrowUp')
    await titled('La posta')
    await press('Enter')
    await press('k')
    await titled('Telefonate')
    await press('ArrowLeft', { altKey: true })
    await titled('La posta')
    await press('Enter', { ctrlKey: true })
    expect(saved).not.toHaveBeenCalled()
    await press('F1')
    await vi.waitFor(() => expect(document.querySelector('.guide')).toBeNull(), PATIENCE)
  })

  it('marks what is looked for; Esc first ends the search', async () => {
    await open()
    await press('F1')
    await titled('La posta')
    await search('seconda cartella')
    await titled('Copie e ripristino')
    const marks = [...document.querySelectorAll('.guide article mark')].map((mark) => mark.textContent.toLowerCase())
    expect(marks).toContain('seconda')
    expect(marks).toContain('cartella')
    await press('Escape')
    expect(document.querySelectorAll('.guide article mark')).toHaveLength(0)
    expect(title()).toBe('Copie e ripristino')
  })

  it('leads to the screen that a text names', async () => {
    const { router } = await open()
    await press('F1')
    await titled('La posta')
    await search('seconda cartella')
    await titled('Copie e ripristino')
    document.querySelector<HTMLAnchorElement>('.guide a[href="#/settings/copies"]')?.click()
    await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/settings/copies'), PATIENCE)
    await vi.waitFor(() => expect(document.querySelector('.guide')).toBeNull(), PATIENCE)
  })

  it('speaks the language of the desk', async () => {
    await open('en')
    await press('F1')
    await titled('Mail')
    await search('second folder')
    await titled('Copies and putting one back')
    expect(document.querySelector('.guide article')?.getAttribute('lang')).toBe('en')
  })
})
