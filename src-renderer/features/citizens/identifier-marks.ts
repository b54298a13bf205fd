import { IDENTIFIER_KINDS, type IdentifierKind } from '@shared/contacts/identifiers'

/** Literals, so that the icons are bundled. */
export const IDENTIFIER_ICONS: Readonly<Record<IdentifierKind, string>> = {
  phone: 'i-lucide-phone',
  email: 'i-lucide-mail',
  pec: 'i-lucide-mail-check',
  whatsapp: 'i-lucide-message-circle',
  platform: 'i-lucide-globe',
}

/** What a person can be given here; a platform's account comes from the platform alone. */
export const GIVEN_KINDS = IDENTIFIER_KINDS.filter((kind) => kind !== 'platform')
