import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, provide } from 'vue'
import { createMemoryHistory, createRouter, routerKey } from 'vue-router'
import type { MapPoint } from '@shared/contract/places'
import { ok } from '@shared/kernel/result'
import { keepSheet } from '@/features/map/sheet/map-sheet'
import MapSheetPage from '@/features/map/sheet/MapSheetPage.vue'
import { mountPart } from '../../support/mount-part'

let close = (): void => undefined
afterEach(() => close())

it('the page of the map names each ticket that was chosen, however many newer ones lie around it', async () => {
  const point = (id: number): MapPoint => [id as MapPoint[0], 10.57, 43.85, 'new', 'normal', null]
  keepSheet({ box: [10.5, 43.8, 10.6, 43.9], points: [point(3), point(2)], total: 2 })
  const row = (id: number) => ({
    id,
    number: `SEGN-2025-00000${id}`,
    subject: `Buca ${id}`,
    categoryId: null,
    placeText: `Via Romana ${id}`,
    status: 'new',
  })
  /** The newest first, as many as are asked for: the two that were chosen are the oldest of a thousand. */
  const newest = (limit: number) => Array.from({ length: limit }, (_, n) => row(1000 - n))
  const Page = defineComponent({
    setup: () => {
      const routes = [{ path: '/', component: { render: () => null } }]
      provide(routerKey, createRouter({ history: createMemoryHistory(), routes }))
      return () => h(MapSheetPage)
    },
  })
  const { wrapper } = mountPart(
    Page,
    {},
    {},
    {
      'tickets.list': (input) => ok({ rows: newest((input as { limit: number }).limit), total: 1000 }),
      'bulk.sheet': (input) => ok({ rows: (input as { ids: number[] }).ids.map(row) }),
    },
  )
  close = () => wrapper.unmount()
  await flushPromises()
  const cells = wrapper.findAll('tbody tr').map((line) => line.findAll('td').map((cell) => cell.text()))
  expect(cells.map(([at, number, , where]) => [at, number, where])).toEqual([
    ['1', 'SEGN-2025-000003', 'Via Romana 3'],
    ['2', 'SEGN-2025-000002', 'Via Romana 2'],
  ])
})
