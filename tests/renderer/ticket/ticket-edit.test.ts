import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { h, reactive, shallowRef } from 'vue'
import type { TicketDetail } from '@shared/contract/tickets'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import SubjectField from '@/features/ticket/SubjectField.vue'
import { type TicketEdit, useTicketEdit } from '@/features/ticket/use-ticket-edit'
import { mountPart } from '../../support/mount-part'

const ticketOf = (subject: string): TicketDetail =>
  ({ id: 7, subject, place: { text: '' }, contact: null, plannedVisits: [] }) as unknown as TicketDetail

describe('whoever writes another subject', () => {
  let close = (): void => undefined
  afterEach(() => close())

  const field = (stored: { subject: string; isFull?: boolean }) => {
    const ticket = shallowRef<TicketDetail | undefined>(ticketOf(stored.subject))
    let edit: TicketEdit | undefined
    const { wrapper } = mountPart(
      {
        setup: () => {
          edit = useTicketEdit(ticket)
          return () =>
            h(SubjectField, { ticket: ticket.value as TicketDetail, edit: edit as TicketEdit, disabled: false })
        },
      },
      {},
      {},
      {
        'tickets.edit': (input) => {
          if (stored.isFull === true) return err(appError('store_unreachable'))
          const { base, changes } = input as Record<'base' | 'changes', { subject: string }>
          if (base.subject !== stored.subject) return err(appError('conflict', { current: { ...stored } }))
          stored.subject = changes.subject
          return ok({})
        },
      },
    )
    close = () => wrapper.unmount()
    return { wrapper, ticket, edit: edit as unknown as TicketEdit }
  }

  it('is asked when another desk wrote one while they typed, though the page showed it meanwhile', async () => {
    const stored = reactive({ subject: 'Buca' })
    const { wrapper, ticket, edit } = field(stored)
    await wrapper.get('button').trigger('click')
    await wrapper.get('input').setValue('Buca di Elena')
    stored.subject = 'Buca di Anna'
    ticket.value = ticketOf('Buca di Anna')
    await flushPromises()
    await wrapper.get('input').trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(stored.subject).toBe('Buca di Anna')
    expect([edit.clash.value?.mine, edit.clash.value?.theirs]).toEqual(['Buca di Elena', 'Buca di Anna'])
    edit.answer('mine')
    await flushPromises()
    expect(stored.subject).toBe('Buca di Elena')
  })

  it('keeps the words where the disk does not take them', async () => {
    const stored = { subject: 'Buca', isFull: true }
    const { wrapper } = field(stored)
    await wrapper.get('button').trigger('click')
    await wrapper.get('input').setValue('Buca profonda')
    await wrapper.get('input').trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(wrapper.get('input').element.value).toBe('Buca profonda')
  })

  it('comes back by the keyboard to where they began', async () => {
    const { wrapper } = field({ subject: 'Buca' })
    await wrapper.get('button').trigger('click')
    await wrapper.get('input').trigger('keydown', { key: 'Escape' })
    await flushPromises()
    expect(document.activeElement).toBe(wrapper.get('button').element)
  })
})
