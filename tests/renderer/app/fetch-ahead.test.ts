import { expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { fetchAhead } from '@/app/fetch-ahead'

it('fetches the next screens one after the other, and goes on after one that is not to be had', async () => {
  const order: string[] = []
  const lazy = (name: string, isThere = true) =>
    vi.fn(() => {
      order.push(name)
      return isThere ? Promise.resolve({ render: () => null }) : Promise.reject(new Error('gone'))
    })
  const [door, list, other] = [lazy('door', false), lazy('list'), lazy('other')]
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/other', name: 'other', component: other },
      { path: '/list', name: 'list', component: list },
      { path: '/door', name: 'door', component: door },
    ],
  })
  await fetchAhead(router, ['door', 'list', 'unknown'])
  expect(order).toEqual(['door', 'list'])
  expect(other).not.toHaveBeenCalled()
})
