/** What a key asks of a grid; null when it is none of the grid's. */
export type GridIntent =
  | { readonly kind: 'move'; readonly by: number; readonly extend: boolean }
  | { readonly kind: 'page'; readonly by: 1 | -1; readonly extend: boolean }
  | { readonly kind: 'edge'; readonly to: 'first' | 'last'; readonly extend: boolean }
  | { readonly kind: 'cell'; readonly by: 1 | -1 }
  | { readonly kind: 'toggle' | 'all' | 'clear' | 'open' }

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

export const gridIntent = (event: KeyPress): GridIntent | null => {
  const mod = event.ctrlKey || event.metaKey
  const extend = event.shiftKey
  if (event.altKey) return null
  if (mod) {
    if (event.key.toLowerCase() === 'a') return { kind: 'all' }
    if (event.key === 'Home') return { kind: 'edge', to: 'first', extend }
    if (event.key === 'End') return { kind: 'edge', to: 'last', extend }
    return null
  }
  switch (event.key) {
    case 'j':
    case 'J':
    case 'ArrowDown':
      return { kind: 'move', by: 1, extend }
    case 'k':
    case 'K':
    case 'ArrowUp':
      return { kind: 'move', by: -1, extend }
    case 'PageDown':
      return { kind: 'page', by: 1, extend }
    case 'PageUp':
      return { kind: 'page', by: -1, extend }
    case 'Home':
      return { kind: 'edge', to: 'first', extend }
    case 'End':
      return { kind: 'edge', to: 'last', extend }
    case 'ArrowRight':
      return { kind: 'cell', by: 1 }
    case 'ArrowLeft':
      return { kind: 'cell', by: -1 }
    case ' ':
      return { kind: 'toggle' }
    case 'Enter':
      return { kind: 'open' }
    case 'Escape':
      return { kind: 'clear' }
    default:
      return null
  }
}
