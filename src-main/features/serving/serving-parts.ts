import type { LinkStatus } from '@shared/contract/link'
import type { ServingStatus } from '@shared/contract/serving'
import type { Result } from '@shared/kernel/result'
import type { Sessions } from '../accounts/sessions'
import type { DeskParts } from '../desk/desk-parts'

/** The office's door of this desk. */
export interface ServingPort {
  status(): Promise<ServingStatus>
  start(on: { readonly address: string; readonly port: number }): Promise<void>
  /** Serves nothing, but tells paired desks that come back where the store went. */
  forward(on: { readonly address: string; readonly port: number }, path: string): Promise<void>
  stop(): Promise<void>
  /** False while it does not listen. */
  newCode(): Promise<boolean>
  /** Desks that are connected hear that the store goes to this file, where they may open it themselves. */
  tellMoved(path: string): void
  /** The desk is forgotten and its line cut; false when no such desk is paired. */
  revoke(id: string): boolean
}

/** This desk's line to the one that serves it. */
export interface LinkPort {
  status(): LinkStatus
  look(peer: Peer): Promise<Result<{ fingerprint: string; name: string }>>
  /** Shakes hands; nothing changes here until `use`. */
  pair(
    offer: Peer & { readonly fingerprint: string; readonly code: string },
  ): Promise<Result<{ use(): Promise<Result<void>> }>>
  /** The same desk at another address; refused when another one answers there. The pairing stays. */
  reach(peer: Peer): Promise<Result<void>>
  leave(): Promise<void>
  /** Whether somebody has signed in on this page's line, as the serving desk says. */
  isSignedIn(line: string): Promise<boolean>
}

interface Peer {
  readonly address: string
  readonly port: number
}

export interface ServingParts extends DeskParts {
  readonly serving: ServingPort
  readonly link: LinkPort
  readonly sessions: Sessions
}
