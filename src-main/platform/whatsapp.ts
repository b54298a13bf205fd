import type { Readable } from 'node:stream'
import type { AppError } from '@shared/kernel/app-error'
import type { LineMediaKind } from '@shared/whatsapp/line-limits'
import type { MessageTemplate } from '@shared/whatsapp/message-template'

/** The office's number on the Business Cloud API, as what it is asked. */
export interface CloudAccount {
  /** With the version, without a slash at its end. */
  readonly url: string
  readonly phoneNumberId: string
  readonly businessAccountId: string
  readonly token: string
}

export interface CloudNumber {
  readonly number: string
  readonly name: string
}

export interface CloudMedia {
  readonly type: string
  readonly body: Readable
}

export interface CloudFile {
  readonly kind: LineMediaKind
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

export type CloudWords =
  { readonly text: string } | { readonly template: unknown } | { readonly mediaId: string; readonly file: CloudFile }

/** What became of a message that was handed over. */
export type CloudSent =
  | { readonly state: 'sent'; readonly wamid: string }
  | { readonly state: 'temporary' | 'permanent' | 'uncertain'; readonly error: AppError }

/** WhatsApp's Business Cloud API. What is asked fails with a `WhatsappError`; what is sent always has an outcome. */
export interface CloudPort {
  readonly number: (account: CloudAccount) => Promise<CloudNumber>
  /** Whether webhooks of the account reach any app. */
  readonly isSubscribed: (account: CloudAccount) => Promise<boolean>
  /** Approved ones that can be filled; `others` counts the rest. */
  readonly templates: (account: CloudAccount) => Promise<{
    readonly templates: readonly MessageTemplate[]
    readonly others: number
  }>
  /** A citizen's file; null when it is no longer there. */
  readonly media: (account: CloudAccount, id: string) => Promise<CloudMedia | null>
  /** Lays a file down at WhatsApp; its number there, or why it cannot be. */
  readonly upload: (
    account: CloudAccount,
    file: CloudFile,
  ) => Promise<{ readonly id: string } | Exclude<CloudSent, { state: 'sent' | 'uncertain' }>>
  /** `mark` comes back with every word about the message. */
  readonly send: (account: CloudAccount, to: string, words: CloudWords, mark: string) => Promise<CloudSent>
}

export interface RelayAccess {
  /** Without a slash at its end. */
  readonly url: string
  readonly token: string
}

export interface RelayEvent {
  readonly id: string
  /** A webhook as WhatsApp sent it. */
  readonly body: string
}

/** The relay that takes WhatsApp's webhooks and keeps them until the desk has them. Fails with a `WhatsappError`. */
export interface RelayPort {
  readonly status: (relay: RelayAccess) => Promise<{ readonly waiting: number; readonly oldestAt: number | null }>
  /** The oldest that wait, and whether more do. */
  readonly events: (relay: RelayAccess) => Promise<{ readonly events: readonly RelayEvent[]; readonly more: boolean }>
  /** They are safe here and may go there; what is not there any more harms nothing. */
  readonly acknowledge: (relay: RelayAccess, ids: readonly string[]) => Promise<void>
}

export class WhatsappError extends Error {
  override readonly name = 'WhatsappError'
  constructor(readonly error: AppError) {
    super(error.code)
  }
}
