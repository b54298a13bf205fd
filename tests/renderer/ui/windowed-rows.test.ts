import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { ok } from '@shared/kernel/result'
import { useWindowedRows } from '@/ui/grid/use-windowed-rows'
import { setUp } from '../../support/mount-part'

/** A store's list, newest first: ids from `newest` down to 1. */
const storeOf = (newest: number) => {
  const store = { newest, asked: [] as [number, number][] }
  const fetch = (offset: number, limit: number) => {
    store.asked.push([offset, limit])
    const rows = Array.from({ length: Math.max(0, Math.min(limit, store.newest - offset)) }, (_, index) => ({
      id: store.newest - offset - index,
      status: 'new',
    }))
    return Promise.resolve(ok({ rows, total: store.newest }))
  }
  return { store, fetch }
}

const news = { changes: [{ entity: 'tickets', id: 1, op: 'insert' }] }

describe('a window on a long list', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame'] }))
  afterEach(() => vi.useRealTimers())
  const settle = async (): Promise<void> => {
    await flushPromises()
    vi.advanceTimersByTime(300)
    await flushPromises()
  }

  it('fetches what comes on screen, once', async () => {
    const { store, fetch } = storeOf(1_000_000)
    const { result } = setUp(() => useWindowedRows({ fetch, keyOf: (row: { id: number }) => row.id }))
    await settle()
    expect(result.total.value).toBe(1_000_000)
    result.ensureRange(500_000, 500_030)
    result.ensureRange(500_001, 500_031)
    await settle()
    expect(result.rowAt(500_000)?.id).toBe(500_000)
    expect(store.asked.filter(([offset]) => offset === 500_000)).toHaveLength(1)
  })

  it('says how far the rows on screen moved when new ones came above', async () => {
    const { store, fetch } = storeOf(1000)
    const { result, bridge } = setUp(() =>
      useWindowedRows({ fetch, keyOf: (row: { id: number }) => row.id, entities: ['tickets'] }),
    )
    const shifts: number[] = []
    result.onShift((rows) => shifts.push(rows))
    await settle()
    result.ensureRange(200, 230)
    await settle()
    store.newest += 3
    bridge.tell('changes', news)
    await settle()
    expect(shifts).toEqual([3])
    expect(result.rowAt(203)?.id).toBe(800)
    expect(result.total.value).toBe(1003)
    expect(result.changed.value.size).toBe(0)
  })

  it('starts another list at its top and keeps the old one on screen until it is there', async () => {
    const { fetch } = storeOf(300)
    const filter = ref('open')
    const { result } = setUp(() => useWindowedRows({ fetch, keyOf: (row: { id: number }) => row.id, watch: [filter] }))
    const resets = vi.fn()
    result.onReset(resets)
    await settle()
    result.ensureRange(150, 180)
    await settle()
    filter.value = 'closed'
    await Promise.resolve()
    expect(result.rowAt(150)?.id).toBe(150)
    await settle()
    expect(resets).toHaveBeenCalledOnce()
    expect(result.rowAt(0)?.id).toBe(300)
  })

  it('gathers the keys of a range that was never on screen', async () => {
    const { fetch } = storeOf(500)
    const { result } = setUp(() => useWindowedRows({ fetch, keyOf: (row: { id: number }) => row.id }))
    await settle()
    const keys = await result.keysBetween(320, 310)
    expect(keys).toHaveLength(11)
    expect(keys[0]).toBe(190)
  })
})
