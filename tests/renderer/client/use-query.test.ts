import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { setUp } from '../../support/mount-part'

const ofTickets = { changes: [{ entity: 'tickets', id: 7, op: 'update' }] }

describe('a screen asks the engine and shows the newest answer', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'performance'] }))
  afterEach(() => vi.useRealTimers())

  const nextFrame = async (): Promise<void> => {
    vi.advanceTimersByTime(300)
    await flushPromises()
  }

  it('drops the answer to a filter that is no longer chosen, however late it comes', async () => {
    const text = ref('lampione')
    const { result, bridge } = setUp(() => {
      const client = useClient()
      return useQuery(() => client.views.list({ text: text.value } as never), { watch: text })
    })
    text.value = 'buca'
    await flushPromises()
    bridge.answer(1, 'buche')
    await flushPromises()
    bridge.answer(0, 'lampioni')
    await flushPromises()
    expect(result.data.value).toBe('buche')
    expect(result.isStale.value).toBe(false)
  })

  it('asks only for what touches it, and at most once in its rest', async () => {
    const { bridge } = setUp(() => {
      const client = useClient()
      return useQuery(() => client.tickets.counts({}), {
        entities: ['tickets'],
        touches: ({ id }) => id === 7,
        restMs: 1000,
      })
    })
    bridge.answer(0, {})
    await flushPromises()
    const of = (id: number) => ({ changes: [{ entity: 'tickets', id, op: 'update' }] })
    bridge.tell('changes', of(8))
    await nextFrame()
    expect(bridge.asked).toHaveLength(1)
    bridge.tell('changes', of(7))
    await nextFrame()
    expect(bridge.asked).toHaveLength(2)
    bridge.answer(1, {})
    await flushPromises()
    // A store that was told to look everywhere is asked whatever the id; five times in a second is once.
    for (let news = 0; news < 5; news += 1) {
      bridge.tell('changes', of(0))
      vi.advanceTimersByTime(260)
    }
    await flushPromises()
    expect(bridge.asked).toHaveLength(3)
  })

  it('asks once for all the changes of a frame, and only for those of its own tables', async () => {
    const { bridge } = setUp(() => {
      const client = useClient()
      return useQuery(() => client.tickets.counts({}), { entities: ['tickets'] })
    })
    bridge.answer(0, {})
    await flushPromises()
    bridge.tell('changes', { changes: [{ entity: 'crews', id: 1, op: 'update' }] })
    await nextFrame()
    expect(bridge.asked).toHaveLength(1)
    bridge.tell('changes', ofTickets)
    bridge.tell('changes', ofTickets)
    await nextFrame()
    expect(bridge.asked).toHaveLength(2)
  })

  it('draws every answer of a busy store: news waits for the answer under way', async () => {
    const { result, bridge } = setUp(() => {
      const client = useClient()
      return useQuery(() => client.tickets.counts({}), { entities: ['tickets'] })
    })
    for (let news = 0; news < 3; news += 1) {
      bridge.tell('changes', ofTickets)
      await nextFrame()
    }
    expect(bridge.asked).toHaveLength(1)
    bridge.answer(0, 'before')
    await flushPromises()
    expect(result.data.value).toBe('before')
    expect(bridge.asked).toHaveLength(2)
    bridge.answer(1, 'after')
    await flushPromises()
    expect(result.data.value).toBe('after')
  })

  it('shows no loading sign for a quick answer, and one for a slow one', async () => {
    const { result, bridge } = setUp(() => {
      const client = useClient()
      return useQuery(() => client.tickets.counts({}))
    })
    vi.advanceTimersByTime(150)
    expect(result.isLoading.value).toBe(false)
    vi.advanceTimersByTime(100)
    expect(result.isLoading.value).toBe(true)
    bridge.answer(0, {})
    await flushPromises()
    expect(result.isLoading.value).toBe(false)
  })

  it('keeps what it showed when a newer question is refused, and says why', async () => {
    const { result, bridge } = setUp(() => {
      const client = useClient()
      return useQuery(() => client.tickets.counts({}))
    })
    bridge.answer(0, 'shown')
    await flushPromises()
    void result.refresh()
    bridge.refuse(1, 'store_busy')
    await flushPromises()
    expect(result.data.value).toBe('shown')
    expect(result.error.value?.code).toBe('store_busy')
  })

  it('asks again for everything once a lost line is back', async () => {
    const { bridge } = setUp(() => {
      const client = useClient()
      return useQuery(() => client.tickets.counts({}), { entities: ['tickets'] })
    })
    bridge.answer(0, {})
    await flushPromises()
    bridge.connection('lost')
    bridge.connection('connected')
    await nextFrame()
    expect(bridge.asked).toHaveLength(2)
  })
})
