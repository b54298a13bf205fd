import { z } from 'zod'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { whatsappSettings } from './settings'

const outcome = z.object({ code: z.enum(ERROR_CODES), details: z.record(z.string(), z.string()) })

export const LINE_TOKENS = ['access', 'relay'] as const
/** `other_number`: it is for a number that is not the office's; `unreadable`: of a shape that is not known. */
export const ASIDE_REASONS = ['other_number', 'unreadable'] as const
const eventId = z.string().min(1).max(200)

const lineReport = z.object({
  /** Whether this desk has them. */
  tokens: z.record(z.enum(LINE_TOKENS), z.boolean()),
  readAt: instant.nullable(),
  /** Why the relay could not be read, or its messages not taken in. */
  failure: outcome.nullable(),
  /** Why nothing leaves at the moment. */
  sendingFailure: outcome.nullable(),
  templates: z.array(z.object({ name: z.string(), language: z.string(), body: z.string() })),
  /** Of the account's that cannot be filled here, or are not approved. */
  otherTemplates: z.number().int(),
  templatesAt: instant.nullable(),
  /** What came in and nobody could place. */
  aside: z.array(z.object({ eventId, reason: z.enum(ASIDE_REASONS), at: instant })),
})
export type LineReport = z.output<typeof lineReport>

/** The office's number on WhatsApp's Business Cloud API. */
export const whatsappLine = {
  status: query(z.object({}), lineReport, { needs: 'settings.read' }),
  /** Kept by this desk alone; empty takes it away. */
  setToken: command(z.object({ which: z.enum(LINE_TOKENS), token: z.string().trim().max(2000) }), z.object({}), {
    needs: 'settings.manage',
    onlyHere: true,
  }),
  /** Asks account and relay what they are, before anything is saved; each part says what it found or what is wrong. */
  test: command(
    whatsappSettings.pick({ phoneNumberId: true, businessAccountId: true, apiUrl: true, relayUrl: true }),
    z.object({
      number: z.object({ number: z.string(), name: z.string() }).nullable(),
      numberError: outcome.nullable(),
      templates: z.number().int().nullable(),
      accountError: outcome.nullable(),
      waiting: z.number().int().nullable(),
      relayError: outcome.nullable(),
    }),
    { needs: 'settings.manage', onlyHere: true },
  ),
  /** Reads the relay and sends what is due, now, from this desk. */
  checkNow: command(
    z.object({}),
    z.object({ opened: z.number().int(), added: z.number().int(), aside: z.number().int() }),
    { needs: 'settings.manage', onlyHere: true },
  ),
  readTemplates: command(z.object({}), z.object({ templates: z.number().int() }), {
    needs: 'settings.manage',
    onlyHere: true,
  }),
  /** Takes in once more, by the settings of now, what was laid aside; `not_found` when it still has no place. */
  takeAside: command(z.object({ eventId }), z.object({}), { needs: 'settings.manage', onlyHere: true }),
  dropAside: command(z.object({ eventId }), z.object({}), { needs: 'settings.manage' }),
}
