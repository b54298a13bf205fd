import { normaliseEmail } from './email-address'
import { parsePhone } from './phone'

/** The ways in which one person is known to the desk; stored by name, so never rename one. */
export const IDENTIFIER_KINDS = ['phone', 'email', 'pec', 'whatsapp', 'platform'] as const
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number]

export interface NormalisedIdentifier {
  readonly kind: IdentifierKind
  /** As people write it. */
  readonly display: string
  /** What two of a kind are compared by: an E.164 number, a lower-case address, an account's name. */
  readonly key: string
  /** For numbers only: the digits that a caller is found by. */
  readonly last9: string | null
}

/** Null when the text cannot be of that kind. */
export const normaliseIdentifier = (kind: IdentifierKind, text: string): NormalisedIdentifier | null => {
  switch (kind) {
    case 'phone':
    case 'whatsapp': {
      const phone = parsePhone(text)
      return phone && { kind, display: phone.display, key: phone.e164, last9: phone.last9 }
    }
    case 'email':
    case 'pec': {
      const address = normaliseEmail(text)
      return address === null ? null : { kind, display: address, key: address, last9: null }
    }
    case 'platform': {
      const account = text.trim()
      return account === '' ? null : { kind, display: account, key: account, last9: null }
    }
  }
}
