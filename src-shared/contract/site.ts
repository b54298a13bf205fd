import { z } from 'zod'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { siteTarget } from './settings'

export const siteSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password'), password: z.string().min(1).max(1000) }),
  z.object({ kind: z.literal('key'), key: z.string().trim().min(1).max(20_000), passphrase: z.string().max(1000) }),
])

const outcome = z.object({ code: z.enum(ERROR_CODES), details: z.record(z.string(), z.string()) })

/** The public status site: where it lies and how publishing goes. */
export const site = {
  status: query(
    z.object({}),
    z.object({
      isOn: z.boolean(),
      /** Pages of codes that lie there. */
      pages: z.number().int(),
      /** Reports whose page is out of date. */
      pending: z.number().int(),
      lastAt: instant.nullable(),
      /** Why the last try failed; null once one went well since. */
      failure: outcome.nullable(),
      nextAttemptAt: instant.nullable(),
      /** The server's key as it was first seen; empty before that, and for a folder. */
      hostKey: z.string(),
      /** Whether this desk has the password or key for the server. */
      hasSecret: z.boolean(),
      /** Address of a page that is there, to look at; empty without one. */
      example: z.string(),
    }),
    { needs: 'settings.read' },
  ),
  /** Kept by this desk alone, in the keychain or the file of its user. */
  setSecret: command(z.object({ secret: siteSecret }), z.object({}), { needs: 'settings.manage', onlyHere: true }),
  /** The server has a new key, and a person has made sure that it is the server's. */
  forgetHostKey: command(z.object({}), z.object({}), { needs: 'settings.manage' }),
  /** Writes a file to a target, takes it away again, and says which key the server showed. */
  test: command(z.object({ target: siteTarget }), z.object({ hostKey: z.string().nullable() }), {
    needs: 'settings.manage',
    onlyHere: true,
  }),
  /** Every page is written again, by whichever desk publishes. */
  publishAll: command(z.object({}), z.object({}), { needs: 'settings.manage' }),
  /** Publishes now, from this desk. */
  publishNow: command(z.object({}), z.object({ written: z.number().int(), removed: z.number().int() }), {
    needs: 'settings.manage',
    onlyHere: true,
  }),
}
