import { watch, type Ref } from 'vue'
import type { TicketId } from '@shared/kernel/ids'
import { sameValue } from '@shared/kernel/same-value'
import { useTicketFilter } from '@/app/ticket-filter'
import { type WindowWord, useWindowLine } from '@/app/window-line'

interface FollowParts {
  /** Whether this map follows at all. */
  readonly isOn: Readonly<Ref<boolean>>
  readonly look: (id: TicketId | null) => void
  readonly select: (ids: ReadonlySet<TicketId>) => void
}

/** A map in a window of its own shows what the queue's window looks at; answers how to speak to that window. */
export const useFollowQueue = ({ isOn, look, select }: FollowParts): ((word: WindowWord) => void) => {
  const store = useTicketFilter()
  const say = useWindowLine((word) => {
    if (word.kind !== 'looking' || !isOn.value) return
    if (!sameValue(word.filter, store.filter)) store.narrow(word.filter)
    select(new Set(word.selected))
    look(word.ticketId)
  })
  watch(isOn, (on) => on && say({ kind: 'ask' }), { immediate: true })
  return say
}
