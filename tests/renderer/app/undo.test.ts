import { useToast } from '@nuxt/ui/composables'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UNDO_HONOURED_MS, UNDO_OFFERED_MS } from '@shared/tickets/undo-step'
import { useUndo } from '@/app/undo'
import { setUp } from '../../support/mount-part'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const said = (toasts: readonly { id?: unknown; title?: unknown }[]): unknown =>
  toasts.find(({ id }) => id === 'undo-nothing')?.title

it('Ctrl+Z reaches a step as long as the engine honours it, and says so when it is too late or there is nothing', async () => {
  const { result, unmount } = setUp(() => ({ ...useUndo(), toast: useToast() }))
  const { offer, undoLast, toast } = result
  const step = vi.fn()
  const other = vi.fn()
  undoLast()
  await vi.advanceTimersByTimeAsync(500)
  expect(said(toast.toasts.value)).toBe("Non c'è niente da annullare.")

  offer({ title: 'Programmata', icon: '', keysFor: UNDO_HONOURED_MS, undo: step })
  await vi.advanceTimersByTimeAsync(UNDO_OFFERED_MS + 14_000)
  undoLast()
  expect(step).toHaveBeenCalledOnce()

  offer({ title: 'Spostata', icon: '', undo: other })
  await vi.advanceTimersByTimeAsync(UNDO_OFFERED_MS + 1000)
  undoLast()
  await vi.advanceTimersByTimeAsync(500)
  expect(other).not.toHaveBeenCalled()
  expect(said(toast.toasts.value)).toBe('Non si può più annullare: è passato troppo tempo.')
  unmount()
})
