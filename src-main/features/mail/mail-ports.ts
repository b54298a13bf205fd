import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { ParsedMail } from '@shared/mail/parsed-mail'
import type { Secrets } from '@main/platform/secrets'
import type { Lease } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import type { AccessTokens } from './access-tokens'
import type { OAuthPort } from './oauth-port'
import type { FolderLogin, ServerLogin } from './server-login'

/** The servers as a test of the settings sees them; its real form speaks IMAP and SMTP. */
export interface MailServersPort {
  readonly testImap: (
    login: FolderLogin,
  ) => Promise<Result<{ readonly folders: readonly string[]; readonly messages: number; readonly idle: boolean }>>
  readonly testSmtp: (login: ServerLogin) => Promise<Result<null>>
  /** What the server says that the folder holds between two moments, no mail read. */
  readonly listMails: (
    login: FolderLogin,
    span: { readonly from: Instant; readonly to: Instant },
  ) => Promise<
    Result<{
      readonly uidValidity: number
      readonly mails: readonly {
        readonly uid: number
        readonly receivedAt: Instant | null
        readonly from: string
        readonly subject: string
      }[]
    }>
  >
}

/** Turns raw mail into what the desk understands of it; its real form works in a thread of its own. */
export interface MailParserPort {
  readonly parse: (raw: Uint8Array) => Promise<ParsedMail>
  /** PEM of every certificate in a file, whatever its form; empty for what holds none. */
  readonly certificates: (bytes: Uint8Array) => Promise<readonly string[]>
  readonly parseHead: (raw: Uint8Array, problem: 'mail_too_large' | 'mail_unparsable') => Promise<ParsedMail>
}

export interface MailParts extends FeatureParts {
  readonly secrets: Secrets
  readonly tokens: AccessTokens
  readonly oauth: OAuthPort
  readonly servers: MailServersPort
  readonly parser: MailParserPort
  /** Asks the running mail jobs to look now. */
  readonly checkNow: () => void
  /** This desk's own secrets changed: nothing in the store tells of that. */
  readonly secretChanged: () => void
}

/** One message as it lies on a server or in a file. */
export interface IncomingMail {
  readonly raw: Uint8Array
  /** Null for an imported file. */
  readonly uid: { readonly uid: number; readonly uidValidity: number } | null
  readonly receivedAt: Instant | null
  /** Bytes of the whole message; more than `raw` holds when there is a problem. */
  readonly size: number
  readonly problem: 'too_large' | 'unreadable' | null
}

/** The mailbox that a mail came to; `lease` is checked by every write that it leads to. */
export interface MailSource {
  /** Null for an import that belongs to no mailbox. */
  readonly mailboxId: number | null
  readonly lease: Lease | null
  /** False for imports: nobody expects an acknowledgement of an old mail. */
  readonly acknowledge: boolean
  /** What comes from there is marked or moved on the server afterwards. */
  readonly tidy?: boolean
}

export const MAIL_OUTCOMES = ['created', 'appended', 'receipt', 'bounce', 'automatic', 'seen', 'quarantined'] as const
export type MailOutcome = (typeof MAIL_OUTCOMES)[number]

export interface Received {
  readonly outcome: MailOutcome
  readonly ticketId: number | null
  readonly ticketNumber: string | null
  readonly parsed: ParsedMail
}
