import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { computed, ref, shallowRef } from 'vue'
import type { MapCell, MapPoint } from '@shared/contract/places'
import { ok } from '@shared/kernel/result'
import { useHeatSpots } from '@/features/map/use-heat-spots'
import { setUp } from '../../support/mount-part'

let close = (): void => undefined
afterEach(() => close())

const ROADS = 11
const HOLES = 40
const WATER = 1
const point = (id: number, category: number): MapPoint => [id, 10.5, 43.8, 'new', 'normal', category] as never

it('one category is warm by its own tickets, also where the map only has gathered cells', async () => {
  const asked: unknown[] = []
  const heat = ref<'all' | number>(ROADS)
  const cells = ref<MapCell[]>([])
  const category = (id: number, parentId: number | null) => ({ id, parentId, name: `c${id}`, active: true })
  const { result: spots, unmount } = setUp(
    () =>
      useHeatSpots({
        heat: () => heat.value,
        view: shallowRef({ box: [10, 43, 11, 44], zoom: 12.25 }),
        points: computed(() => (cells.value.length > 0 ? [] : [point(1, HOLES), point(2, WATER)])),
        cells: computed(() => cells.value),
      }),
    {
      'settings.catalog': () =>
        ok({ categories: [category(ROADS, null), category(HOLES, ROADS), category(WATER, null)], districts: [] }),
      'places.view': (input) => {
        asked.push(input)
        return ok({ points: null, cells: [[10.6, 43.9, 7, 0]], box: [10, 43, 11, 44] })
      },
    },
  )
  close = unmount
  await flushPromises()
  // The points are known: those of the category, and of the ones below it.
  expect(spots.value).toEqual([[10.5, 43.8, 1]])
  expect(asked).toEqual([])

  cells.value = [[10.55, 43.85, 20_000, 0]]
  await flushPromises()
  expect(asked).toMatchObject([{ zoom: 12, filter: { categoryIds: [ROADS, HOLES] } }])
  expect(spots.value).toEqual([[10.6, 43.9, 7]])
  heat.value = 'all'
  await flushPromises()
  expect(spots.value).toEqual([[10.55, 43.85, 20_000]])
})
