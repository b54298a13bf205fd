import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { computed } from 'vue'
import { ok } from '@shared/kernel/result'
import CategoryToTake from '@/features/ticket/CategoryToTake.vue'
import { mountPart } from '../../support/mount-part'

let unmount = (): void => undefined
afterEach(() => unmount())

const open = async (categoryId: number | null, canEdit = true) => {
  const edits: unknown[] = []
  let asked = 0
  const { wrapper } = mountPart(
    CategoryToTake,
    {
      ticket: { id: 7, categoryId },
      edit: { edit: (...what: unknown[]) => edits.push(what) },
      actions: { canEdit: computed(() => canEdit) },
    },
    {},
    {
      'proposals.categoryOfTicket': () => {
        asked += 1
        return ok({ proposal: { categoryId: 3, confidence: 0.6, because: ['buca', 'profonda'] } })
      },
    },
  )
  unmount = () => wrapper.unmount()
  await flushPromises()
  return { edits, asked: () => asked }
}

describe('the category that a ticket’s words propose', () => {
  it('stands above its story with the words that say so, and one press gives it to the ticket', async () => {
    const { edits } = await open(null)
    const line = document.querySelector('[data-test=proposal]')
    expect(line?.textContent).toContain('buca, profonda')
    line?.querySelector('button')?.click()
    expect(edits).toEqual([['categoryId', 3]])
  })

  it('is not asked for where a category was chosen, nor for who may not change it', async () => {
    const chosen = await open(5)
    expect(document.querySelector('[data-test=proposal]')).toBeNull()
    expect(chosen.asked()).toBe(0)
    unmount()
    const reader = await open(null, false)
    expect(document.querySelector('[data-test=proposal]')).toBeNull()
    expect(reader.asked()).toBe(0)
  })
})
