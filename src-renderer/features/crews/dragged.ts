import { shallowRef } from 'vue'
import type { TicketId, VisitId } from '@shared/kernel/ids'

export type Dragged =
  | { readonly kind: 'tickets'; readonly ids: readonly TicketId[] }
  | { readonly kind: 'visits'; readonly ids: readonly VisitId[] }

/** What the mouse carries between the list and the board; the browser's own clipboard of a drag cannot be read on the way. */
export const dragged = shallowRef<Dragged | null>(null)

/** Several are carried as a pile with their number: one card would look as if the others stayed. */
const pile = (words: string): HTMLElement => {
  const badge = document.createElement('div')
  badge.className = 'drag-pile'
  badge.textContent = words
  document.body.append(badge)
  setTimeout(() => badge.remove())
  return badge
}

export const startDrag = (event: DragEvent, what: Dragged, words: string): void => {
  dragged.value = what
  if (what.ids.length > 1) event.dataTransfer?.setDragImage(pile(words), -12, -8)
  event.dataTransfer?.setData('text/plain', what.ids.join(' '))
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
}

export const endDrag = (): void => {
  dragged.value = null
}
