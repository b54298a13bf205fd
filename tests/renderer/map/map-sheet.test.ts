import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, provide } from 'vue'
import { createMemoryHistory, createRouter, routerKey } from 'vue-router'
import type { MapPoint } from '@shared/contract/places'
import { ok } from '@shared/kernel/result'
import { asRanges, boxOnPaper, gatheredPins, keepSheet } from '@/features/map/sheet/map-sheet'
import MapSheetPage from '@/features/map/sheet/MapSheetPage.vue'
import { mountPart } from '../../support/mount-part'

let close = (): void => undefined
afterEach(() => close())

const point = (id: number, lon = 10.57, lat = 43.85): MapPoint => [id as MapPoint[0], lon, lat, 'new', 'normal', null]

it('the paper shows what is printed with a little around it, and all of what was drawn', () => {
  const [west, south, east, north] = boxOnPaper([point(1, 10.5, 43.8), point(2, 10.52, 43.81)], null)
  expect([west, south, east, north].map((edge) => Number(edge.toFixed(4)))).toEqual([10.497, 43.798, 10.523, 43.812])
  const drawn = boxOnPaper([point(1, 10.5, 43.8)], [10.4, 43.7, 10.45, 43.75])
  expect(drawn.map((edge) => Number(edge.toFixed(4)))).toEqual([10.397, 43.698, 10.503, 43.802])
})

it('tickets of one place share a pin that bears all their numbers', () => {
  const at = (x: number): { x: number; y: number } => ({ x, y: 0 })
  expect(gatheredPins([at(0), at(100), at(3), at(5), at(103), at(200)], 17)).toEqual([[1, 3, 4], [2, 5], [6]])
  expect(asRanges([1, 3, 4])).toBe('1, 3, 4')
  expect(asRanges([2, 5, 6, 7, 8, 11])).toBe('2, 5–8, 11')
  expect(asRanges([7])).toBe('7')
})

it('the page of the map names each ticket that was chosen, however many newer ones lie around it', async () => {
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
