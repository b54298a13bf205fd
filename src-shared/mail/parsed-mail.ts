import type { ErrorCode } from '../kernel/app-error'
import type { Instant } from '../kernel/instant'

/** What a mail is, decided from its headers: `automatic` covers auto-answers and machine mail, `list` newsletters and digests. */
export const MAIL_KINDS = ['message', 'pec', 'receipt', 'bounce', 'automatic', 'list'] as const
export type MailKind = (typeof MAIL_KINDS)[number]

/** As many addresses of one header are kept; a person is told where that is not all of them. */
export const MOST_ADDRESSES = 500

export interface MailAddress {
  /** Decoded display name, '' when there is none. */
  readonly name: string
  /** As written, trimmed; compare it in lower case. */
  readonly address: string
}

export interface MailAttachment {
  /** A plain file name: no path, no control characters, never empty. */
  readonly name: string
  /** Declared media type in lower case. */
  readonly type: string
  /** Bytes after transfer decoding. */
  readonly size: number
  /** Hex digest of the decoded bytes. */
  readonly sha256: string
  /** Shown inside the HTML by its cid. */
  readonly inline: boolean
  /** Content-ID without angle brackets. */
  readonly cid: string | null
  readonly content: Uint8Array
}

export const PEC_RECEIPTS = [
  'accettazione',
  'non-accettazione',
  'presa-in-carico',
  'avvenuta-consegna',
  'errore-consegna',
  'preavviso-errore-consegna',
  'rilevazione-virus',
] as const
export type PecReceipt = (typeof PEC_RECEIPTS)[number]

/** What `daticert.xml` says; empty strings are null. */
export interface PecCertificate {
  readonly type: string | null
  /** `nessuno`, `no-dest`, `no-dominio`, `virus`, `altro`. */
  readonly error: string | null
  readonly errorText: string | null
  readonly sender: string | null
  readonly recipients: readonly string[]
  /** Those of them whose box is an ordinary one: no receipt of delivery will come from there. */
  readonly external: readonly string[]
  /** Recipients that this receipt is about (`<consegna>`). */
  readonly delivered: readonly string[]
  readonly subject: string | null
  /** The provider's identifier. */
  readonly identifier: string | null
  /** Message-ID of the original, with its angle brackets. */
  readonly messageId: string | null
  readonly provider: string | null
}

/** A detached S/MIME signature: whether the bytes are those that were signed, not whether the signer is to be believed. */
export interface MailSignature {
  readonly isIntact: boolean
  /** The signer's name as its certificate says; '' when no certificate came along. */
  readonly signer: string
  /** Addresses that the signer's certificate was issued for, in lower case. */
  readonly addresses: readonly string[]
  /** PEM, the signer's first, then whatever else came along. */
  readonly certificates: readonly string[]
}

/** A mail that somebody passed on, within the text or as a file. */
export interface ForwardedMail {
  readonly from: MailAddress
  readonly subject: string
  /** What it said; '' when it could not be told from the rest. */
  readonly text: string
}

/** Only what the headers claim: anyone can forge them, the signature is judged elsewhere. */
export interface PecInfo {
  readonly form: 'envelope' | 'anomaly' | 'receipt'
  readonly receipt: PecReceipt | null
  readonly receiptForm: 'completa' | 'breve' | 'sintetica' | null
  /** X-Riferimento-Message-ID: the original's Message-ID. */
  readonly reference: string | null
  /** The envelope's own Message-ID; `messageId` of the mail is the inner one. */
  readonly envelopeMessageId: string | null
  /** Who sent the envelope: the provider's own address. */
  readonly envelopeFrom: string | null
  readonly certificate: PecCertificate | null
  /** Of the envelope or receipt; null when it is not signed. */
  readonly signature: MailSignature | null
}

/** A delivery report (RFC 3464), or what looks like one. */
export interface BounceInfo {
  /** Message-ID of the mail that did not arrive, when the report carries it. */
  readonly originalMessageId: string | null
  readonly recipients: readonly string[]
  /** Status such as `5.1.1`, or null. */
  readonly status: string | null
  readonly permanent: boolean
}

/**
 * One mail as the desk understands it. Message ids keep their angle brackets. Of a PEC envelope or anomaly the
 * fields are the inner message's. `error` is set when there is something that could not be understood: then the
 * other fields hold what could be read, and the mail belongs in quarantine.
 */
export interface ParsedMail {
  readonly kind: MailKind
  readonly from: MailAddress | null
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly replyTo: readonly MailAddress[]
  readonly subject: string
  readonly date: Instant | null
  readonly messageId: string | null
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  /** Whole text; made from the HTML when there is no text part. */
  readonly text: string
  /** As received, not sanitised. */
  readonly html: string | null
  /** `text` without quotes and signature. */
  readonly visible: string
  /** The part of `text` that `visible` leaves out. */
  readonly quoted: string
  readonly attachments: readonly MailAttachment[]
  /** It announces parts, and none of them came: what is here may be less than was sent. */
  readonly isIncomplete: boolean
  /** Why it is not a person's message (`auto-submitted`, `list-id`, …), or null. */
  readonly automaticReason: string | null
  /** True: the reason is a sign that people's mail carries too, so a person must look. */
  readonly automaticDoubtful: boolean
  readonly pec: PecInfo | null
  /** What this mail passes on, the last one first; empty when it passes on nothing. */
  readonly forwarded: readonly ForwardedMail[]
  readonly bounce: BounceInfo | null
  /** Hex SHA-256 over the message without its transport headers: the same mail fetched twice has the same one. */
  readonly digest: string
  /** Bytes of the raw message. */
  readonly size: number
  readonly error: ErrorCode | null
}
