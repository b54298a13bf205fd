import { z } from 'zod'
import { mailboxId, quarantineId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { pageInput, pageOf } from '@shared/kernel/page'
import { command, query } from './define'

export const serverFields = z.object({
  host: z.string().trim().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  security: z.enum(['tls', 'starttls']),
  username: z.string().trim().min(1).max(320),
  /** SHA-256 of a private certificate that a person has looked at and accepted; empty for a public one. */
  pinnedFingerprint: z.string().regex(/^([0-9A-F]{2}(:[0-9A-F]{2}){31})?$/),
})

export const mailboxFields = z.object({
  name: z.string().trim().min(1).max(80),
  address: z.email().max(320),
  senderName: z.string().trim().max(120),
  kind: z.enum(['ordinary', 'pec']),
  /** With a password, or by a sign-in at the provider (OAuth 2.0, XOAUTH2). */
  access: z.enum(['password', 'microsoft', 'google']),
  imap: serverFields,
  smtp: serverFields,
  folder: z.string().trim().min(1).max(200),
  /** How far back the first run reads; null is everything. */
  firstSyncDays: z.number().int().min(0).max(3650).nullable(),
  active: z.boolean(),
  /** Under every mail that a person writes from here; holds the same `{placeholders}` as a ready answer. */
  signature: z.string().trim().max(2000),
  /** Megabytes of a whole mail, files as they travel, that its server lets out. */
  sizeLimit: z.number().int().min(1).max(200),
  /** Marks a mail as read on the server once it is safe in the store. */
  markSeen: z.boolean(),
  /** Moves it to this folder then, which is made when there is none; empty: it stays. Never the folder that is read. */
  moveTo: z.string().trim().max(200),
})
export type MailboxFields = z.output<typeof mailboxFields>

export const mailbox = mailboxFields.extend({
  id: mailboxId,
  /** Whether this desk holds the mailbox's password in its keychain. */
  hasSecret: z.boolean(),
})

const password = z.string().max(1000)

const serverFound = z.object({
  ok: z.boolean(),
  errorCode: z.string().nullable(),
  /** Shown so that a person can accept a private certificate. */
  fingerprint: z.string().nullable(),
})

export const QUARANTINE_REASONS = [
  'unparsable',
  'too_large',
  'over_limit',
  'unmatched_receipt',
  'bounce',
  'doubtful_automatic',
  'limit_exceeded',
] as const

/** What is laid aside without asking anybody: notices of absence, lists, and words about mails of ours. */
export const AUTOMATIC_REASONS = ['automatic', 'list', 'receipt', 'bounce'] as const

/** Every mail that is no citizen's word on a ticket is in one of these: nothing is ever out of sight. */
export const QUARANTINE_VIEWS = ['waiting', 'dismissed', 'automatic', 'resolved'] as const
export type QuarantineView = (typeof QUARANTINE_VIEWS)[number]

export const quarantineRow = z.object({
  id: quarantineId,
  mailboxId: mailboxId.nullable(),
  reason: z.enum([...QUARANTINE_REASONS, ...AUTOMATIC_REASONS]),
  /** `kept`: automatic and part of nothing; `matched`: automatic and part of a ticket. */
  state: z.enum(['open', 'dismissed', 'kept', 'matched', 'resolved']),
  /** What a receipt or a bounce says; empty for the rest. */
  word: z.string(),
  /** The ticket that it became part of. */
  ticket: z.object({ id: ticketId, number: z.string(), subject: z.string() }).nullable(),
  /** The mail of ours that a receipt or a bounce is about. */
  about: z.object({ to: z.array(z.string()), at: instant }).nullable(),
  /** Who decided and when. */
  decided: z.object({ by: z.string(), at: instant }).nullable(),
  from: z.string(),
  subject: z.string(),
  receivedAt: instant,
  size: z.number().int(),
  /** Empty where its content was deleted. */
  sha256: z.string(),
  /** When its content was deleted, at the end of the time for which the office keeps it. */
  emptiedAt: instant.nullable(),
})

/** A certificate that provider's signatures are checked against. */
const authority = z.object({
  /** SHA-256 as `AA:BB:…`. */
  fingerprint: z.string(),
  name: z.string(),
  validFrom: instant,
  validTo: instant,
})

export const mail = {
  mailboxes: query(z.object({}), z.object({ mailboxes: z.array(mailbox), secretsForm: z.enum(['keychain', 'file']) }), {
    needs: 'mail.manage',
  }),
  createMailbox: command(mailboxFields.extend({ password }), z.object({ id: mailboxId }), { needs: 'mail.manage' }),
  editMailbox: command(
    z.object({ id: mailboxId, base: mailboxFields.partial(), changes: mailboxFields.partial() }),
    z.object({}),
    { needs: 'mail.manage' },
  ),
  removeMailbox: command(z.object({ id: mailboxId }), z.object({}), { needs: 'mail.manage' }),
  /** Enrols this desk: keeps the password in its own keychain, never in the store. */
  setSecret: command(z.object({ id: mailboxId, password }), z.object({}), { needs: 'mail.manage' }),
  /**
   * A sign-in at the mailbox's provider, on this computer: `browser` opens `url` and waits for its way back to a loopback
   * port; `device` gives a code to type there, on whatever computer (Microsoft only). `mailbox_client_missing`: the
   * settings name no client id for it.
   */
  beginAccess: command(
    z.object({ id: mailboxId, way: z.enum(['browser', 'device']) }),
    z.object({ handle: z.string(), url: z.string(), userCode: z.string().nullable(), expiresAt: instant }),
    { needs: 'mail.manage', onlyHere: true, audit: { as: 'event' } },
  ),
  /** How far a sign-in is; `not_found` for one that was cancelled or begun before a restart. */
  accessState: query(
    z.object({ handle: z.string().max(64) }),
    z.object({ state: z.enum(['waiting', 'done', 'failed']), errorCode: z.string().nullable() }),
    { needs: 'mail.manage', onlyHere: true },
  ),
  cancelAccess: command(z.object({ handle: z.string().max(64) }), z.object({}), {
    needs: 'mail.manage',
    onlyHere: true,
    audit: { as: 'none' },
  }),
  /** *Prova collegamento*: looks, changes nothing. `password` null uses the enrolled one. */
  test: command(
    mailboxFields.extend({ id: mailboxId.nullable(), password: password.nullable() }),
    z.object({
      imap: serverFound.extend({ folders: z.array(z.string()), messages: z.number().int(), idle: z.boolean() }),
      smtp: serverFound,
    }),
    { needs: 'mail.manage' },
  ),
  checkNow: command(z.object({}), z.object({}), { needs: 'mail.read', audit: { as: 'none' } }),
  /** Whose signatures make a certified mail *certificata*. */
  authorities: query(z.object({}), z.object({ authorities: z.array(authority) }), { needs: 'mail.manage' }),
  /** Every certificate of one file: PEM, DER or PKCS #7; `wrong_file_type` when it holds none. */
  addAuthorities: command(z.object({ base64: z.base64().max(2_000_000) }), z.object({ added: z.number().int() }), {
    needs: 'mail.manage',
  }),
  removeAuthority: command(z.object({ fingerprint: z.string().max(100) }), z.object({}), { needs: 'mail.manage' }),
  /** Newest first; `text`: every word of it begins a word of the sender or the subject. */
  quarantine: query(
    pageInput.extend({ view: z.enum(QUARANTINE_VIEWS).default('waiting'), text: z.string().max(200).default('') }),
    pageOf(quarantineRow),
    { needs: 'mail.read', touchesPerson: true },
  ),
  /** The raw source as text (at most `limit` bytes) and what is to be read of it, for a person who must decide. */
  quarantineSource: query(
    z.object({ id: quarantineId, limit: z.number().int().min(1).max(2_000_000).default(200_000) }),
    z.object({
      text: z.string(),
      truncated: z.boolean(),
      /** Null for what was laid aside because it cannot be read, or not safely. */
      reading: z
        .object({
          text: z.string(),
          truncated: z.boolean(),
          files: z.array(z.object({ name: z.string(), size: z.number().int() })),
        })
        .nullable(),
    }),
    { needs: 'mail.read', touchesPerson: { quarantine: 'id' } },
  ),
  /** The newest mails with their source, to try a rule on. */
  sampleMails: query(
    z.object({}),
    z.object({
      mails: z.array(
        z.object({
          /** On a ticket, or laid aside. */
          kind: z.enum(['message', 'aside']),
          id: z.number().int().positive(),
          from: z.string(),
          subject: z.string(),
          at: instant,
        }),
      ),
    }),
    { needs: 'mail.read', touchesPerson: true },
  ),
  /** One of them as the intake reads it. */
  sampleMail: query(
    z.object({ kind: z.enum(['message', 'aside']), id: z.number().int().positive() }),
    z.object({ from: z.string(), subject: z.string(), text: z.string() }),
    { needs: 'mail.read', touchesPerson: true },
  ),
  /** A mail that was dismissed waits for a decision again; `not_found` for any other. */
  reopenQuarantine: command(z.object({ id: quarantineId }), z.object({}), { needs: 'quarantine.resolve' }),
  /**
   * One person's decision on one quarantined mail, or on automatic mail that is part of nothing (which is never
   * dismissed); its raw source is kept whatever it is.
   */
  resolveQuarantine: command(
    z.object({
      id: quarantineId,
      action: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('ticket') }),
        z.object({ kind: z.literal('join'), ticketId }),
        z.object({ kind: z.literal('dismiss') }),
      ]),
    }),
    z.object({ ticketId: ticketId.nullable() }),
    { needs: 'quarantine.resolve' },
  ),
}
