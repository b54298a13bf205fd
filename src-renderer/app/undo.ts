import { useToast } from '@nuxt/ui/composables'
import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { UNDO_OFFERED_MS } from '@shared/tickets/undo-step'
import { keyNames } from './key-names'

interface Offer {
  readonly toastId: string
  readonly run: () => void
}

export const UNDO_KEYS = 'mod+z'

/** What Ctrl+Z takes back: the newest thing whose offer still stands. */
const offers = shallowRef<readonly Offer[]>([])
let given = 0
/** The notice on screen: a newer one takes its place, while Ctrl+Z still walks back to the older. */
let shown: string | null = null

const withdraw = (toastId: string): void => {
  offers.value = offers.value.filter((offer) => offer.toastId !== toastId)
}

export const canUndo = (): boolean => offers.value.length > 0

export interface UndoOffer {
  /** What was done, in the reader's words. */
  readonly title: string
  readonly icon: string
  readonly color?: 'success' | 'neutral'
  /** How long the way back stays open, in milliseconds. */
  readonly for?: number
  readonly undo: () => unknown
}

/** Says what was done and offers the way back: by the button, or by Ctrl+Z while the notice is there. */
export const useUndo = () => {
  const toast = useToast()
  const { t, locale } = useI18n()

  const offer = ({ title, icon, color = 'success', for: duration = UNDO_OFFERED_MS, undo }: UndoOffer): void => {
    const toastId = `undo-${(given += 1)}`
    const run = (): void => {
      withdraw(toastId)
      toast.remove(toastId)
      undo()
    }
    offers.value = [...offers.value, { toastId, run }]
    const older = shown
    shown = toastId
    if (older !== null) toast.remove(older)
    setTimeout(() => withdraw(toastId), duration)
    toast.add({
      id: toastId,
      title,
      icon,
      color,
      duration,
      orientation: 'horizontal',
      'onUpdate:open': (isOpen) => {
        // Closed by hand, not replaced.
        if (!isOpen && shown === toastId) withdraw(toastId)
      },
      actions: [
        {
          label: t('shell.undoKeys', { keys: keyNames(UNDO_KEYS, locale.value).join('+') }),
          color: 'neutral',
          variant: 'outline',
          onClick: run,
        },
      ],
    })
  }

  const undoLast = (): void => offers.value.at(-1)?.run()

  return { offer, undoLast }
}
