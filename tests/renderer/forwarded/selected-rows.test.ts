import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { ok } from '@shared/kernel/result'
import { useForwarded } from '@/features/forwarded/use-forwarded'
import { eventually } from '../../support/eventually'
import { setUp } from '../../support/mount-part'

const TOTAL = 450
const counts = { all: TOTAL, overdue: TOTAL, answered: 0, to_tell: 0 }
const page = (input: unknown) => {
  const { offset, limit } = input as { offset: number; limit: number }
  const length = Math.max(0, Math.min(limit, TOTAL - offset))
  return ok({ rows: Array.from({ length }, (_, index) => ({ id: offset + index + 1 })), total: TOTAL, counts })
}

describe('what is selected in Trasmesse', () => {
  it('is acted on whole, wherever the list was scrolled to since and whatever news came', async () => {
    const list = vi.fn(page)
    const { result, bridge } = setUp(() => useForwarded(), { 'forwarding.list': list })
    await flushPromises()
    const keys = new Set(await result.source.keysBetween(0, TOTAL - 1))
    expect(keys.size).toBe(TOTAL)
    list.mockClear()
    bridge.tell('changes', { changes: [{ entity: 'timeline', id: 1, op: 'insert' }] })
    await eventually('the list asked again', () => list.mock.calls.length > 0)
    await flushPromises()
    expect(result.source.indexOf(TOTAL)).toBeUndefined()
    expect(result.rowsOf(keys).map(({ id }) => id)).toEqual([...keys])
  })
})
