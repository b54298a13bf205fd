import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { ok } from '@shared/kernel/result'
import BulkPlanDialog from '@/features/queue/BulkPlanDialog.vue'
import { mountPart } from '../../support/mount-part'

let unmount = (): void => undefined
afterEach(() => unmount())

it('says in one or many words what stays out', async () => {
  const left = [
    { status: 'closed', count: 1 },
    { status: 'forwarded', count: 4 },
  ]
  const { wrapper } = mountPart(
    BulkPlanDialog,
    { selected: new Set([1, 2, 3, 4, 5]), open: true },
    {},
    {
      'settings.catalog': () => ok({ categories: [], districts: [], bodies: [], crews: [] }),
      'crews.list': () => ok({ crews: [] }),
      'crews.plannable': () => ok({ ticketIds: [], visited: [], left }),
    },
  )
  unmount = () => wrapper.unmount()
  await flushPromises()
  expect(document.body.textContent).toContain('Restano fuori: 1 chiusa, 4 trasmesse.')
})

it('shows and plans nothing of what was chosen before while the store takes its time', async () => {
  const ticket = { number: 'SEGN-2030-000007', subject: 'Lampione', place: { text: 'Guamo' }, status: 'new' }
  const { wrapper, bridge } = mountPart(
    BulkPlanDialog,
    { selected: new Set([7]), open: true },
    {},
    {
      'settings.catalog': () => ok({ categories: [], districts: [], bodies: [], crews: [] }),
      'crews.list': () => ok({ crews: [] }),
      'crews.plannable': () => ok({ ticketIds: [7], visited: [], left: [] }),
      'tickets.get': () => ok(ticket),
    },
  )
  unmount = () => wrapper.unmount()
  await flushPromises()
  expect(document.body.textContent).toContain('Lampione · Guamo')
  await wrapper.setProps({ open: false })
  bridge.rules.delete('crews.list')
  await wrapper.setProps({ open: true, selected: new Set([8]) })
  await flushPromises()
  expect(document.body.textContent).not.toContain('Lampione · Guamo')
})
