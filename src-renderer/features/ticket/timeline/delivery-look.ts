import type { Delivery } from '@shared/mail/delivery'

type Look = { readonly icon: string; readonly color: string }

/** By icon and word, never by colour alone. */
export const DELIVERY_LOOKS: Readonly<Record<Delivery['state'], Look>> = {
  waiting: { icon: 'i-lucide-hourglass', color: 'text-toned' },
  accepted: { icon: 'i-lucide-check', color: 'text-toned' },
  taken: { icon: 'i-lucide-check', color: 'text-toned' },
  late: { icon: 'i-lucide-clock-alert', color: 'text-warning' },
  delivered: { icon: 'i-lucide-check-check', color: 'text-success' },
  read: { icon: 'i-lucide-check-check', color: 'text-info' },
  refused: { icon: 'i-lucide-ban', color: 'text-error' },
  undeliverable: { icon: 'i-lucide-mail-x', color: 'text-error' },
  virus: { icon: 'i-lucide-bug', color: 'text-error' },
}
