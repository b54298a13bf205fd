import type { Permission } from '@shared/accounts/permissions'
import type { SessionUser } from '@shared/contract/accounts'

/** A paired desk, as its TLS connection shows it. */
export interface ServedDesk {
  readonly id: string
  readonly name: string
  /** The network address that it comes from. */
  readonly address: string
}

/** Who makes a call, and over which line. */
export interface Caller {
  /** Null until someone has signed in on this line. */
  readonly user: SessionUser | null
  /** The line itself: a page, a script, a test. */
  readonly line: string
  /** The operating system's user behind the command line; empty on a page. */
  readonly operator?: string
  /** The desk on whose page this person sits, when this desk serves it; absent at the desk itself. */
  readonly served?: ServedDesk
}

/** A caller who has signed in: what every use case past the door gets. */
export interface SignedInCaller extends Caller {
  readonly user: SessionUser
}

export const mayCaller = (caller: Caller, permission: Permission): boolean =>
  caller.user?.permissions.includes(permission) ?? false

/** The door has checked `needs` already; a null user here is a bug. */
export const signedIn = (caller: Caller): SignedInCaller => {
  if (caller.user === null) throw new Error('a call that needs a session reached its handler without one')
  return caller as SignedInCaller
}
