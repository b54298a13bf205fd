import { onScopeDispose } from 'vue'
import type { TicketFilter } from '@shared/contract/tickets'
import type { TicketId } from '@shared/kernel/ids'
import { plain } from '@/client/plain'

/** What windows of one desk tell each other; nothing of it leaves this computer, and ids alone are nobody's data. */
export type WindowWord =
  /** What the queue looks at: its filter, the ticket in front and those that are chosen. */
  | {
      readonly kind: 'looking'
      readonly filter: TicketFilter
      readonly ticketId: TicketId | null
      readonly selected: readonly TicketId[]
    }
  /** A new window would like to hear it. */
  | { readonly kind: 'ask' }
  /** The window with the queue shall show this ticket, or this filter. */
  | { readonly kind: 'open'; readonly ticketId: TicketId }
  | { readonly kind: 'filter'; readonly filter: TicketFilter }
  /** It shall show this screen. */
  | { readonly kind: 'go'; readonly path: string }

const CHANNEL = 'cantoniere.windows'

/** Speaks to the other windows, and hears them, for as long as the calling component lives. */
export const useWindowLine = (hear: (word: WindowWord) => void = () => undefined): ((word: WindowWord) => void) => {
  const line = new BroadcastChannel(CHANNEL)
  line.addEventListener('message', (event) => hear(event.data as WindowWord))
  onScopeDispose(() => line.close())
  return (word) => line.postMessage(plain(word))
}
