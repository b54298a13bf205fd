import { useEventListener, useResizeObserver } from '@vueuse/core'
import { nextTick, type Ref, watch } from 'vue'
import type { TimelineEntry } from '@shared/contract/tickets'
import { isSaid } from './use-new-words'

/** By then everything that a ticket draws above its story has come in. */
const SETTLED_MS = 4000

/**
 * A ticket opens at the newest word said on it, and stays there while the panels, maps and letters above come in one by
 * one, each pushing the story down: until somebody reads on by themselves, or writes.
 */
export const useOpenAtNewest = (parts: {
  readonly entries: Readonly<Ref<readonly Pick<TimelineEntry, 'id' | 'kind' | 'message'>[]>>
  readonly isThere: () => boolean
  /** What scrolls, and what lies in it. */
  readonly body: Readonly<Ref<HTMLElement | null>>
  readonly story: Readonly<Ref<HTMLElement | null>>
  readonly isWriting: () => boolean
  readonly show: (entryId: number) => void
}): void => {
  const { entries, body, story, isWriting, show } = parts
  let openedAt: number | null = null
  let isLeft = false
  const look = (): void => {
    if (openedAt === null || isLeft || isWriting() || performance.now() - openedAt > SETTLED_MS) return
    const last = entries.value.at(-1)
    const newest = entries.value.findLast(isSaid)
    // The end of the story too where there is room for both; the words themselves come first.
    if (last) show(last.id)
    if (newest) show(newest.id)
  }
  watch(
    () => openedAt === null && parts.isThere() && entries.value.length > 0,
    async (isOpening) => {
      if (!isOpening) return
      openedAt = performance.now()
      await nextTick()
      look()
    },
    { flush: 'post', immediate: true },
  )
  useResizeObserver(story, look)
  useEventListener(body, ['wheel', 'pointerdown', 'keydown'], () => (isLeft = true), { passive: true })
}
