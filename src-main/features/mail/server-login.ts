/** How to sign in at one mail server. */
export interface ServerLogin {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls'
  readonly user: string
  readonly password: string
  /** Signs in instead of the password where the provider wants that (XOAUTH2). */
  readonly accessToken?: string
  /** Null: the certificate must be trusted by the system. */
  readonly pinnedFingerprint: string | null
}

export interface FolderLogin extends ServerLogin {
  readonly folder: string
}

/** What this desk holds for a mailbox: its password, or a token of its provider. */
export type MailSecret = { readonly password: string } | { readonly accessToken: string }
