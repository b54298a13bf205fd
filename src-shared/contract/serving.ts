import { z } from 'zod'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'

export const networkAddress = z
  .string()
  .trim()
  .regex(/^[\w.:-]{1,253}$/)
const listeningPort = z.number().int().min(0).max(65_535)
export const fingerprint = z.string().regex(/^[0-9A-F]{64}$/)

/** The port that is proposed; nothing that is known listens there. */
export const SERVING_PORT = 47_621

export const pairedDesk = z.object({
  id: z.string(),
  name: z.string(),
  /** Where it last came from. */
  address: z.string(),
  pairedAt: instant,
  lastSeenAt: instant.nullable(),
  connected: z.boolean(),
})

export const pairing = z.object({
  /** `7K2M-Q4XD` */
  code: z.string(),
  expiresAt: instant,
  /** `cantoniere://collega?…`, for the QR code and for pasting. */
  text: z.string(),
})

export const servingStatus = z.object({
  /** `waiting`: the address or the port is not to be had now (`errorCode`), the desk tries again by itself. */
  state: z.enum(['off', 'listening', 'waiting']),
  /** Nothing is served, but desks that were paired here are told that the store lies there now. */
  forwardsTo: z.string().nullable(),
  errorCode: z.enum(['port_in_use', 'address_not_here']).nullable(),
  /** This machine's name, as the others see it. */
  name: z.string(),
  address: z.string(),
  port: z.number().int(),
  /** Of this desk's certificate; null until it serves for the first time. */
  fingerprint: fingerprint.nullable(),
  /** Where this machine can be reached in the office's network. */
  addresses: z.array(z.object({ address: z.string(), label: z.string() })),
  pairing: pairing.nullable(),
  desks: z.array(pairedDesk),
})
export type ServingStatus = z.output<typeof servingStatus>

const here = { needs: 'store.manage', onlyHere: true } as const

/** This desk serves its open store to the others, over TLS on the office's network. Off until somebody wants it. */
export const serving = {
  status: query(z.object({}), servingStatus, here),
  start: command(z.object({ address: networkAddress, port: listeningPort }), servingStatus, here),
  stop: command(z.object({}), servingStatus, here),
  /** A fresh one-time code, good for ten minutes; the one before is worth nothing any more. */
  newCode: command(z.object({}), servingStatus, here),
  /**
   * Moves the open store to `path`, attachments too: to this machine's own disk and served there, or (`serve` null) to
   * a share and served no more. The old file stays, readable, and says where it went.
   */
  move: command(
    z.object({
      path: z.string().trim().min(1).max(4096),
      serve: z.object({ address: networkAddress, port: listeningPort }).nullable(),
    }),
    z.object({
      store: z.string(),
      bytes: z.number(),
      sha256: z.string(),
      tickets: z.number().int(),
      attachments: z.number().int(),
      missing: z.number().int(),
    }),
    here,
  ),
  /** A move that was broken off: this file is the store again. `store_moved` once the new one may be in use. */
  takeBack: command(z.object({}), z.object({}), here),
  /** The desk's line is cut at once and it must be paired again. */
  revoke: command(z.object({ id: z.string().max(80) }), servingStatus, here),
}
