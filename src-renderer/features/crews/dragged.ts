import { shallowRef } from 'vue'
import type { TicketId, VisitId } from '@shared/kernel/ids'

export type Dragged =
  | { readonly kind: 'tickets'; readonly ids: readonly TicketId[] }
  | { readonly kind: 'visits'; readonly ids: readonly VisitId[] }

/** What the mouse carries between the list and the board; the browser's own clipboard of a drag cannot be read on the way. */
export const dragged = shallowRef<Dragged | null>(null)

export const startDrag = (event: DragEvent, what: Dragged): void => {
  dragged.value = what
  event.dataTransfer?.setData('text/plain', what.ids.join(' '))
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
}

export const endDrag = (): void => {
  dragged.value = null
}
