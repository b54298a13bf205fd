/**
 * What was found of a certified mail's signature. Only `certified` makes it *certificata*; each other word says what is
 * missing, so that a person knows whether to ask the sender or the administrator.
 */
export const SIGNATURE_OUTCOMES = [
  'certified',
  /** It came to a mailbox that is not a certified one: nothing vouches for it. */
  'ordinary_mailbox',
  'unsigned',
  /** The bytes are not those that were signed. */
  'altered',
  /** Signed, but by nobody that leads to a known authority. */
  'unknown_authority',
  /** The certificate belongs to another address than the one that sent the envelope. */
  'other_signer',
  'expired',
] as const
export type SignatureOutcome = (typeof SIGNATURE_OUTCOMES)[number]
