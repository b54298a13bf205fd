import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { useKeyboardBack } from '@/ui/keyboard-back'
import { setUp } from '../../support/mount-part'

beforeEach(() => {
  vi.useFakeTimers()
  document.body.innerHTML = '<button>Chiudi…</button><div id="ticket" tabindex="0"></div>'
})
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

it('after a dialog the keyboard is in the ticket when its button has gone, and stays where somebody has it', async () => {
  const open = ref(true)
  const ticket = document.querySelector<HTMLElement>('#ticket')
  const button = document.querySelector('button')
  const { unmount } = setUp(() =>
    useKeyboardBack(
      () => open.value,
      () => ticket?.focus(),
    ),
  )
  button?.focus()
  open.value = false
  await nextTick()
  await vi.advanceTimersByTimeAsync(1000)
  expect(document.activeElement).toBe(button)
  // The ticket comes back closed, without its button.
  button?.remove()
  await vi.advanceTimersByTimeAsync(1000)
  expect(document.activeElement).toBe(ticket)
  unmount()
})
