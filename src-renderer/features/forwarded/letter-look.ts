import type { ForwardingRow } from '@shared/contract/forwarding'

interface Look {
  readonly icon: string
  readonly color: string
}

const FAILED = ['failed', 'undelivered']
const BAD = ['refused', 'undeliverable', 'virus']

/** By icon and word, never by colour alone. */
export const letterLook = ({ letter }: ForwardingRow): Look => {
  if (letter === null) return { icon: 'i-lucide-minus', color: 'text-dimmed' }
  const { state, delivery } = letter
  if (FAILED.includes(state) || (delivery !== null && BAD.includes(delivery)))
    return { icon: 'i-lucide-mail-x', color: 'text-error' }
  if (state === 'uncertain' || delivery === 'late') return { icon: 'i-lucide-clock-alert', color: 'text-warning' }
  if (delivery === 'delivered') return { icon: 'i-lucide-check-check', color: 'text-success' }
  if (state === 'sent') return { icon: 'i-lucide-check', color: 'text-toned' }
  return { icon: 'i-lucide-hourglass', color: 'text-toned' }
}

/** How far it got, in the receipts' words where there are any. */
export const letterWord = ({ letter }: ForwardingRow, t: (key: string) => string): string => {
  if (letter === null) return t('forwarding.noLetter')
  return letter.delivery === null
    ? t(`forwarding.letter.${letter.state}`)
    : t(`timeline.delivery.state.${letter.delivery}`)
}
