import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import CloseDialog from '@/features/ticket/CloseDialog.vue'
import { mountPart } from '../../support/mount-part'

let unmount = (): void => undefined
afterEach(() => unmount())

/** The dialog over a ticket whose citizen has had an official answer. */
const openFor = async (status: TicketStatus) => {
  const ticket = { id: 12, number: 'SEGN-2026-000012', status, officialAnswerAt: 1, plannedVisits: [] }
  const { wrapper, bridge } = mountPart(CloseDialog, { ticket })
  unmount = () => wrapper.unmount()
  await flushPromises()
  return bridge
}
const dialog = () => document.querySelector('[role=dialog]')
const pressCtrlEnter = async (): Promise<void> => {
  const from = document.querySelector('[role=dialog] textarea')
  from?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }))
  await flushPromises()
}

describe('closing a ticket', () => {
  it('speaks of the crew’s work only where a crew has finished it', async () => {
    await openFor('new')
    expect(dialog()?.textContent).not.toContain('intervento della squadra,')
    unmount()
    await openFor('done')
    expect(dialog()?.textContent).toContain("Dopo l'intervento della squadra")
  })

  it('says that it must be told how it ended, and puts the keyboard there', async () => {
    const bridge = await openFor('new')
    document.querySelector<HTMLElement>('[role=dialog] textarea')?.focus()
    await pressCtrlEnter()
    expect(dialog()?.querySelector('[role=alert]')?.textContent).toContain("Scegli com'è finita")
    expect(document.activeElement?.getAttribute('role')).toBe('radio')
    expect(bridge.asked.map(({ name }) => name)).not.toContain('tickets.changeStatus')
  })
})
