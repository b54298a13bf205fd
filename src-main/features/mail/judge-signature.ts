import type { X509Certificate } from 'node:crypto'
import type { PecInfo } from '@shared/mail/parsed-mail'
import type { SignatureOutcome } from '@shared/mail/pec-signature'
import { isValidAt, leadsTo, readCertificate } from '@main/platform/certificates'

export interface SignatureJudge {
  /** The mail came to a mailbox of kind PEC. */
  readonly isCertifiedMailbox: boolean
  readonly authorities: readonly X509Certificate[]
}

/**
 * Whether a certified mail is what it says. Headers prove nothing: a provider's signature over the envelope does, made
 * with a certificate for the very address that sent it and issued by an authority that the office believes.
 */
export const judgeSignature = (pec: PecInfo, judge: SignatureJudge, at: number): SignatureOutcome => {
  const { signature } = pec
  if (!judge.isCertifiedMailbox) return 'ordinary_mailbox'
  if (signature === null) return 'unsigned'
  if (!signature.isIntact) return 'altered'
  const [signer, ...between] = signature.certificates.map(readCertificate).filter((one) => one !== null)
  if (signer === undefined) return 'unsigned'
  if (!signature.addresses.includes(pec.envelopeFrom?.toLowerCase() ?? '')) return 'other_signer'
  if (!isValidAt(signer, at)) return 'expired'
  return leadsTo(signer, between, judge.authorities, at) ? 'certified' : 'unknown_authority'
}
