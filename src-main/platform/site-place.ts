import type { AppError } from '@shared/kernel/app-error'

/** Where the site lies. Paths are relative, with `/`; a file is there whole or not at all. Fails with a `SitePlaceError`. */
export interface SitePlace {
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>
  readonly remove: (path: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** The only error that leaves a place; what a library threw stays there. */
export class SitePlaceError extends Error {
  override readonly name = 'SitePlaceError'
  constructor(readonly error: AppError) {
    super(error.code)
  }
}

export type SftpSecret =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'key'; readonly key: string; readonly passphrase: string }

export interface SftpLogin {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly folder: string
  readonly secret: SftpSecret
  /** As OpenSSH writes it: `SHA256:…`; empty: the first key that is seen is taken. */
  readonly hostKey: string
}
