import { z } from 'zod'
import { command, query } from './define'
import { fingerprint, networkAddress } from './serving'

const port = z.number().int().min(1).max(65_535)

/**
 * How this desk stands with the one that serves it. `none`: it works on a store of its own; `revoked`: the other one
 * no longer knows it; `untrusted`: somebody else's certificate answers there; `other_version`: the programs differ.
 */
export const linkStatus = z.object({
  state: z.enum(['none', 'connecting', 'connected', 'lost', 'revoked', 'untrusted', 'other_version']),
  /** The serving desk's; empty while `none`. */
  name: z.string(),
  address: z.string(),
  port: z.number().int(),
  fingerprint: z.string(),
  /** The file that the other desk has taken its store to; null while nothing of the kind was said. */
  movedTo: z.string().nullable(),
})
export type LinkStatus = z.output<typeof linkStatus>

const here = { needs: 'public', needsStore: false, onlyHere: true } as const

/** This desk works on the store that another one serves. Answered by this desk also while it is linked. */
export const link = {
  status: query(z.object({}), linkStatus, here),
  /** Whose certificate answers there, for a person to compare. Nothing is said over that connection. */
  look: query(z.object({ address: networkAddress, port }), z.object({ fingerprint, name: z.string() }), here),
  /** Pairs with the desk that shows `code`, holds its certificate to `fingerprint`, and goes over to its store. */
  pair: command(
    z.object({ address: networkAddress, port, fingerprint, code: z.string().trim().min(1).max(40) }),
    linkStatus,
    here,
  ),
  /** The serving desk at another address: the same certificate must answer there, and the pairing stays. */
  reach: command(z.object({ address: networkAddress, port }), linkStatus, here),
  /** Back to a desk without a store. While the line stands only somebody who has signed in may do it. */
  leave: command(z.object({}), linkStatus, here),
  /** Leaves the link for the file that the store was moved to, once that file has opened. */
  follow: command(z.object({ path: z.string().trim().min(1).max(4096) }), linkStatus, here),
}
