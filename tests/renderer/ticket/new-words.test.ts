import { flushPromises } from '@vue/test-utils'
import { ref } from 'vue'
import { describe, expect, it } from 'vitest'
import type { EntryId, UserId } from '@shared/kernel/ids'
import { useSession } from '@/app/session'
import { useNewWords } from '@/features/ticket/use-new-words'
import { setUp } from '../../support/mount-part'

const OWN = 7 as UserId
const entry = (id: number, kind: 'note' | 'status', actorId: number | null) => ({
  id: id as EntryId,
  kind,
  message: null,
  actorId: actorId as UserId | null,
})

describe('new words on a ticket that is being read', () => {
  const reading = (scrollTop: number) => {
    const entries = ref([entry(1, 'note', 3)])
    const box = ref({ scrollHeight: 1000, clientHeight: 400, scrollTop })
    const shown: number[] = []
    const { result } = setUp(() => {
      useSession().user = { id: OWN, username: 'anna', displayName: 'Anna', roles: [], permissions: [] }
      return useNewWords(entries, box, (id) => shown.push(id))
    })
    const add = async (...more: ReturnType<typeof entry>[]) => {
      entries.value = [...entries.value, ...more]
      await flushPromises()
    }
    return { ...result, add, box, shown }
  }

  it('are told of, not shown, while somebody reads further up, and no longer once the end was reached', async () => {
    const { add, below, box, onScroll, shown } = reading(100)
    await add(entry(2, 'note', 3))
    expect([below.value, shown]).toEqual([2, []])
    onScroll()
    expect(below.value).toBe(2)
    box.value.scrollTop = 600
    onScroll()
    expect(below.value).toBe(null)
  })

  it('are shown to whoever reads at the end, and to whoever wrote them', async () => {
    const atEnd = reading(590)
    await atEnd.add(entry(2, 'note', 3))
    expect([atEnd.below.value, atEnd.shown]).toEqual([null, [2]])
    const writer = reading(100)
    await writer.add(entry(2, 'note', OWN))
    expect([writer.below.value, writer.shown]).toEqual([null, [2]])
  })

  it('are no event: a state that changed calls nobody', async () => {
    const { add, below, shown } = reading(100)
    await add(entry(2, 'status', 3))
    expect([below.value, shown]).toEqual([null, []])
  })
})
