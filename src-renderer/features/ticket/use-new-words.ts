import { nextTick, ref, type Ref, watch } from 'vue'
import type { TimelineEntry } from '@shared/contract/tickets'
import { useSession } from '@/app/session'

/** So near to the end, in pixels, the end is what is being read. */
const NEAR_END = 60

/** What somebody said or wrote down, and no event around it. */
export const isSaid = ({ message, kind }: Pick<TimelineEntry, 'message' | 'kind'>): boolean =>
  message !== null || kind === 'note'

/**
 * New words on a ticket that is being read. One's own are shown where they went, and so are others' to whoever reads at
 * the end; further up nothing moves under the eyes, and `below` is the entry to be told of.
 */
export const useNewWords = (
  entries: Readonly<Ref<readonly Pick<TimelineEntry, 'id' | 'kind' | 'message' | 'actorId'>[]>>,
  box: Readonly<Ref<Pick<HTMLElement, 'scrollHeight' | 'scrollTop' | 'clientHeight'> | null>>,
  show: (entryId: number) => void,
) => {
  const session = useSession()
  const below = ref<number | null>(null)
  const seen = (): void => {
    below.value = null
  }
  const isAtEnd = (): boolean =>
    box.value !== null && box.value.scrollHeight - box.value.scrollTop - box.value.clientHeight < NEAR_END
  const onScroll = (): void => {
    if (isAtEnd()) seen()
  }
  // Asked before the new entry is drawn: it would itself be what there is below.
  watch(
    () => entries.value.findLast(isSaid),
    async (newest, before) => {
      if (newest === undefined || before === undefined || newest.id <= before.id) return
      const follows = isAtEnd() || (newest.actorId !== null && newest.actorId === session.user?.id)
      if (!follows) {
        below.value = newest.id
        return
      }
      await nextTick()
      show(newest.id)
    },
  )
  return { below, onScroll, seen }
}
