import { useTimeoutFn } from '@vueuse/core'
import { watch } from 'vue'

/** Longer than a dialog needs to fade out; then longer than what it changed needs to take its button or row away. */
const GONE_MS = [400, 1500] as const

/**
 * A dialog or a bar is over, and the button or row that it gives the keyboard back to may be gone by then: `take` puts it
 * in a place that is there, unless somebody has it.
 */
export const useKeyboardBack = (isOpen: () => boolean, take: () => void): void => {
  const look = (): void => {
    if (!isOpen() && document.activeElement === document.body) take()
  }
  const looks = GONE_MS.map((after) => useTimeoutFn(look, after, { immediate: false }))
  watch(isOpen, (isNow) => {
    if (!isNow) for (const { start } of looks) start()
  })
}
