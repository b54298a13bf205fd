import { z } from 'zod'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'

/** The port that is proposed; nothing that is known listens there. */
export const TELEPHONE_PORT = 47_622

export const telephoneStatus = z.object({
  /** `waiting`: the port is not to be had now (`errorCode`), the desk tries again by itself. */
  state: z.enum(['off', 'listening', 'waiting']),
  errorCode: z.enum(['port_in_use', 'port_not_allowed', 'secrets_unavailable']).nullable(),
  port: z.number().int(),
  /** Where the switchboard's program sends its calls, its secret included; empty while nothing listens. */
  url: z.string(),
  /** The last event that was understood. */
  heardAt: instant.nullable(),
  /** The last that was turned away, and why; never what it said. */
  refused: z.object({ at: instant, status: z.number().int() }).nullable(),
})
export type TelephoneStatus = z.output<typeof telephoneStatus>

const here = { needs: 'settings.manage', onlyHere: true } as const

/** This desk listens to a switchboard's program on its own machine. Off until somebody wants it. */
export const telephone = {
  status: query(z.object({}), telephoneStatus, here),
  start: command(z.object({ port: z.number().int().min(1024).max(65_535) }), telephoneStatus, here),
  stop: command(z.object({}), telephoneStatus, here),
  /** A new secret: whoever calls with the one before is turned away. */
  newToken: command(z.object({}), telephoneStatus, here),
  /** Sends an invented call to the listener, the way that a switchboard does, and ends it after a while. */
  tryIt: command(z.object({ number: z.string().trim().max(40), line: z.string().trim().max(40) }), z.object({}), here),
}
