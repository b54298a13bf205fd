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

/** The newest thing was let go by, not taken back: Ctrl+Z then says that it is too late. */
let isTooLate = false

const withdraw = (toastId: string): void => {
  offers.value = offers.value.filter((offer) => offer.toastId !== toastId)
}

/** Its time is over, and older ones go with it: Ctrl+Z takes back the last thing or nothing. */
const letGo = (toastId: string): void => {
  const index = offers.value.findIndex((offer) => offer.toastId === toastId)
  if (index === -1) return
  offers.value = offers.value.slice(index + 1)
  isTooLate = true
}

export interface UndoOffer {
  /** What was done, in the reader's words. */
  readonly title: string
  readonly icon: string
  readonly color?: 'success' | 'neutral'
  /** How long the notice with its button stays, in milliseconds. */
  readonly for?: number
  /** How long Ctrl+Z still reaches it; as long as the notice where nothing else checks that nobody built on it. */
  readonly keysFor?: number
  readonly undo: () => unknown
}

/** Says what was done and offers the way back: by the button, or by Ctrl+Z, which answers in any case. */
export const useUndo = () => {
  const toast = useToast()
  const { t, locale } = useI18n()

  const offer = ({
    title,
    icon,
    color = 'success',
    for: duration = UNDO_OFFERED_MS,
    keysFor = duration,
    undo,
  }: UndoOffer): void => {
    const toastId = `undo-${(given += 1)}`
    const endsAt = Date.now() + duration
    isTooLate = false
    const run = (): void => {
      withdraw(toastId)
      isTooLate = false
      toast.remove(toastId)
      undo()
    }
    offers.value = [...offers.value, { toastId, run }]
    const older = shown
    shown = toastId
    if (older !== null) toast.remove(older)
    setTimeout(() => letGo(toastId), keysFor)
    toast.add({
      id: toastId,
      title,
      icon,
      color,
      duration,
      orientation: 'horizontal',
      'onUpdate:open': (isOpen) => {
        // Closed by hand: neither replaced nor over.
        if (!isOpen && shown === toastId && Date.now() < endsAt) withdraw(toastId)
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

  const undoLast = (): void => {
    const last = offers.value.at(-1)
    if (last) return last.run()
    const title = t(isTooLate ? 'shell.undoTooLate' : 'shell.undoNothing')
    toast.add({ id: 'undo-nothing', title, icon: 'i-lucide-undo-2', color: 'neutral', duration: 4000 })
  }

  return { offer, undoLast }
}
