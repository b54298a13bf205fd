import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ok } from '@shared/kernel/result'
import MergeDialog from '@/features/relations/MergeDialog.vue'
import PlainStepDialog from '@/features/ticket/PlainStepDialog.vue'
import { mountPart } from '../../support/mount-part'

let unmount = (): void => undefined
afterEach(() => {
  unmount()
  vi.useRealTimers()
})

const row = (id: number, subject: string) => ({
  id,
  number: `SEGN-2026-00000${id}`,
  subject,
  contactName: 'Maria Rossi',
  placeText: '',
  status: 'new',
})
const part = (id: number, address: string) => ({ ...row(id, 'Lampione'), address, messages: 1 })
const press = (key: string): void => {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}
const words = (): HTMLTextAreaElement | null => document.querySelector('textarea')
const type = async (field: HTMLInputElement | HTMLTextAreaElement | null, text: string): Promise<void> => {
  if (field === null) throw new Error('there is no field')
  field.focus()
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
}

describe('a ticket to merge with', () => {
  it('is chosen with the arrows and taken with Enter, the keyboard staying in the field', async () => {
    vi.useFakeTimers()
    const { wrapper } = mountPart(
      MergeDialog,
      { ids: [9] },
      {},
      {
        'search.find': () =>
          ok({ byNumber: [], byPhone: [], byStreet: [], byText: [row(1, 'Buca'), row(2, 'Palo'), row(3, 'Tombino')] }),
        'relations.preview': () => ok({ master: part(9, ''), merged: [part(3, 'maria@cittadini.example')] }),
      },
    )
    unmount = () => wrapper.unmount()
    await flushPromises()
    const field = document.querySelector<HTMLInputElement>('[role=combobox]')
    await type(field, 'via')
    await vi.advanceTimersByTimeAsync(200)
    await flushPromises()
    const chosen = () => document.querySelector('[role=option][aria-selected=true]')
    expect(chosen()?.textContent).toContain('Buca')
    press('ArrowDown')
    press('ArrowDown')
    await flushPromises()
    expect(chosen()?.textContent).toContain('Tombino')
    expect(field?.getAttribute('aria-activedescendant')).toBe(chosen()?.id)
    press('ArrowDown')
    await flushPromises()
    expect(chosen()?.textContent).toContain('Buca')
    press('ArrowUp')
    await flushPromises()
    press('Enter')
    await flushPromises()
    expect(document.querySelectorAll('[role=radio]')).toHaveLength(2)
    expect(words()?.value).toContain('Gentile {nome}')
  })
})

describe('what was typed in a dialog', () => {
  const dialogFor = async (id: number) => {
    const ticket = { id, number: 'SEGN-2026-000012', status: 'new', plannedVisits: [] }
    const { wrapper } = mountPart(
      PlainStepDialog,
      { ticket, to: 'accepted' },
      {},
      { 'tickets.changeStatus': () => ok({ entryId: 1 }) },
    )
    unmount = () => wrapper.unmount()
    await flushPromises()
  }

  it('is there again when a key has led away, on its own ticket alone, until it is sent', async () => {
    await dialogFor(12)
    await type(words(), 'Sentito il geometra')
    unmount()
    await dialogFor(13)
    expect(words()?.value).toBe('')
    unmount()
    await dialogFor(12)
    expect(words()?.value).toBe('Sentito il geometra')
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')]
    buttons.findLast((one) => one.type !== 'submit')?.click()
    await flushPromises()
    unmount()
    await dialogFor(12)
    expect(words()?.value).toBe('')
  })
})
