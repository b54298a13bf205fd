import { useEventListener } from '@vueuse/core'
import { shallowRef, watch, type Ref } from 'vue'
import { isTypingTarget } from '@/app/shortcuts'
import type { Face } from './composer/faces'

interface Opening {
  readonly open: (face: Face) => void
}

/**
 * A key may ask to write before its ticket is there. The wish waits for it, and so does the keyboard: whoever goes on
 * typing means words, and each letter would be taken for a command. Escape, or a ticket that cannot be read, ends it.
 */
export const useAskedFace = (
  composer: Readonly<Ref<Opening | null>>,
  failure: Readonly<Ref<unknown>>,
): ((face: Face) => void) => {
  const asked = shallowRef<Face | null>(null)
  const forget = (): void => {
    asked.value = null
  }
  watch(composer, (there) => {
    if (asked.value !== null) there?.open(asked.value)
    forget()
  })
  watch(failure, forget)
  useEventListener(
    window,
    'keydown',
    (event) => {
      if (asked.value === null) return
      if (event.key === 'Escape') return forget()
      const isWord = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
      if (!isWord || isTypingTarget(event.target)) return
      event.preventDefault()
      event.stopPropagation()
    },
    { capture: true },
  )
  return (face) => {
    if (composer.value !== null) composer.value.open(face)
    else if (failure.value === undefined) asked.value = face
  }
}
