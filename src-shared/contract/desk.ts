import { z } from 'zod'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { mailboxId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { username } from './accounts'
import { command, query } from './define'

/** Why a store is open for reading only; null when it may be written. */
export const readOnlyReason = z
  .enum([
    'store_newer',
    'store_read_only',
    'store_corrupt',
    'store_replaced',
    'store_moved',
    'store_gone',
    'store_mode_local',
    'share_on_trial',
    'share_locks_local',
    'share_locks_lost',
    'share_locks_refused',
    'share_stale',
    'share_silent',
    'share_unprovable',
    'folder_unwritable',
  ])
  .nullable()

/** A program that copies the store's folder to the cloud behind the desk's back. */
const syncClient = z.enum(['dropbox', 'onedrive', 'google_drive', 'icloud', 'nextcloud', 'other'])

/** `unfinished`: the move was broken off before the new file was used, and may be taken back. */
const movedTo = z.object({
  unfinished: z.boolean(),
  to: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('served'),
      name: z.string(),
      address: z.string(),
      port: z.number().int(),
      fingerprint: z.string(),
    }),
    z.object({ kind: z.literal('file'), path: z.string() }),
  ]),
})

const path = z.string().trim().min(1).max(4096)

/** A store that opens or closes says so itself, whoever opens it: no row of the call beside it. */
const TOLD_BY_DESK = { as: 'none' } as const

export const openStore = z.object({
  name: z.string(),
  /** Shown to signed-in people only as a place to find the file; empty on a served store. */
  path: z.string(),
  readOnly: readOnlyReason,
  /** Plain values for that reason's sentence: the other machine, the mount option. */
  readOnlyDetails: z.record(z.string(), z.string()),
  /** The disk or the share failed at the last attempt to write or read; it is tried again. */
  ailment: z.enum(ERROR_CODES).nullable(),
  /** `local`: one machine's disk, fast. `shared`: desks of several machines over a file server. */
  mode: z.enum(['local', 'shared']),
  network: z.boolean(),
  synced: syncClient.nullable(),
  /** Where it went, while `readOnly` is `store_moved`. */
  movedTo: movedTo.nullable(),
  demo: z.boolean(),
  /** The municipality's name from the settings, for the title bar. */
  town: z.string(),
})

export const deskStatus = z.object({
  version: z.string(),
  host: z.enum(['electron', 'web', 'cli']),
  /** False on a served desk: this page may not choose another store. */
  mayChooseStore: z.boolean(),
  /** The serving desk's name, on a page of a desk that is served; null on its own. */
  servedBy: z.string().nullable(),
  store: openStore.nullable(),
  /** The store that this desk should have opened when it started, and why it did not. */
  notOpened: z
    .object({ name: z.string(), code: z.enum(ERROR_CODES), details: z.record(z.string(), z.string()) })
    .nullable(),
})

export const mailboxState = z.enum([
  'off',
  'connecting',
  'idle',
  'polling',
  'waiting',
  'other_desk',
  'no_secret',
  /** No desk that is in has the password: the mail stands still. */
  'nobody',
  'stopped',
])

export const desk = {
  status: query(z.object({}), deskStatus, { needs: 'public', needsStore: false, whileLocked: true }),
  /** Stores that this desk had open before, newest first. */
  recentStores: query(
    z.object({}),
    z.object({
      stores: z.array(z.object({ path: z.string(), name: z.string(), found: z.boolean() })),
      suggested: z.string(),
    }),
    { needs: 'public', needsStore: false },
  ),
  /** First start: an empty store with the default settings and its first administrator; leaves it open. */
  createStore: command(
    z.object({
      path,
      administrator: z.object({
        username,
        displayName: z.string().trim().min(1).max(80),
        password: z.string().max(200),
      }),
    }),
    deskStatus,
    { needs: 'public', needsStore: false, onlyHere: true, audit: TOLD_BY_DESK },
  ),
  openStore: command(z.object({ path }), deskStatus, {
    needs: 'public',
    needsStore: false,
    onlyHere: true,
    audit: TOLD_BY_DESK,
  }),
  /** Tries once more what did not open at the start: the others left, the share is back. */
  openAgain: command(z.object({}), deskStatus, {
    needs: 'public',
    needsStore: false,
    onlyHere: true,
    audit: TOLD_BY_DESK,
  }),
  /** A shared store that now lies on this machine's disk goes back to the fast mode; refused while others are in. */
  makeLocal: command(z.object({}), deskStatus, { needs: 'store.manage', onlyHere: true }),
  /** Makes (or reopens) the demonstration store in this desk's own folder. */
  openDemo: command(z.object({}), deskStatus, {
    needs: 'public',
    needsStore: false,
    onlyHere: true,
    audit: TOLD_BY_DESK,
  }),
  closeStore: command(z.object({}), deskStatus, { needs: 'store.manage', onlyHere: true, audit: TOLD_BY_DESK }),
  /** The bottom line: how the store, the mail and the outbox are. */
  health: query(
    z.object({}),
    z.object({
      desks: z.number().int(),
      lastCopyAt: instant.nullable(),
      /** Why the last copy was not made; null once one was made since. */
      copyFailure: z.string().nullable(),
      /**
       * The store works as on a share and lies on this machine's own disk: who else had it open last, null where nobody
       * is known to have had. Null for every other store.
       */
      sharedHere: z.object({ lastOther: z.object({ host: z.string(), at: instant }).nullable() }).nullable(),
      lockWaitP99Ms: z.number(),
      /** A desk whose clock is more than two minutes from this one's; seconds, + is ahead. */
      clockOff: z.object({ host: z.string(), seconds: z.number().int() }).nullable(),
      mailboxes: z.array(
        z.object({
          id: mailboxId,
          name: z.string(),
          state: mailboxState,
          checkedAt: instant.nullable(),
          errorCode: z.string().nullable(),
          /** How far this desk is with a reading of many mails. */
          progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
          /** Mails that are safe here and wait to be marked or moved on the server, and why the last try failed. */
          tidying: z.object({ waiting: z.number().int(), errorCode: z.string().nullable() }),
          /** The desk that reads it: its computer, and which of the programs there. */
          holder: z.object({ host: z.string(), kind: z.enum(['electron', 'web', 'cli']) }).nullable(),
        }),
      ),
      /** Mailboxes there are, and none of them is switched on. */
      mailOff: z.boolean(),
      outbox: z.object({
        waiting: z.number().int(),
        /** Somebody's answers; what the desk writes by itself is told apart. */
        failed: z.number().int(),
        uncertain: z.number().int(),
        /** Thanks and notices that the desk writes by itself, failed or perhaps sent. */
        automatic: z.number().int(),
      }),
      quarantine: z.number().int(),
      /** The public site; null where there is none. `stale`: nobody has published what is owed for a while. */
      site: z.object({ failure: z.string().nullable(), stale: z.boolean() }).nullable(),
      /** Online platforms whose last reading or telling failed. */
      platforms: z.array(z.object({ name: z.string(), failure: z.string().nullable() })),
      /** The office's WhatsApp number; null while that is off. `aside`: what came in and nobody could place. */
      whatsapp: z.object({ failure: z.string().nullable(), aside: z.number().int() }).nullable(),
      /** Mails of the last days that lie in a mailbox and nowhere here. */
      mailMissing: z.number().int(),
    }),
    { needs: 'session' },
  ),
  /** Tries the locks once more, asks for the write lock a few times, and tells who is in. Takes a second or two. */
  examine: query(
    z.object({}),
    z.object({
      /** Empty on a served store. */
      path: z.string(),
      place: z.object({
        network: z.boolean(),
        kind: z.string(),
        source: z.string(),
        localLocks: z.string().nullable(),
        synced: syncClient.nullable(),
      }),
      mode: z.enum(['local', 'shared']),
      readOnly: readOnlyReason,
      locks: z.object({
        hold: z.boolean(),
        fault: z.enum(['lost', 'refused', 'stale', 'silent', 'unusable', 'unprovable']).nullable(),
        /** At which step, for who reads the sources. */
        at: z.string().nullable(),
        slowestMs: z.number().nullable(),
      }),
      /** The other desks. */
      inside: z.array(
        z.object({
          host: z.string(),
          user: z.string(),
          kind: z.string(),
          version: z.string(),
          role: z.enum(['candidate', 'trusted', 'refused']),
        }),
      ),
      /** Machines whose locks were proved against another one's, with that one's name. */
      machines: z.array(z.object({ host: z.string(), witness: z.string(), provedAt: instant })),
      lastCopyAt: instant.nullable(),
      lockWaits: z.object({ p50Ms: z.number(), p99Ms: z.number() }),
    }),
    { needs: 'store.manage' },
  ),
  /** "Chi ha il file": the desks that have the store open, the shared jobs, and how long writes wait. */
  inside: query(
    z.object({}),
    z.object({
      desks: z.array(
        z.object({
          id: z.string(),
          host: z.string(),
          kind: z.string(),
          osUser: z.string(),
          version: z.string(),
          isOwn: z.boolean(),
          startedAt: instant,
          /** Seconds that its clock is ahead of this desk's; null while they agree. */
          clockOff: z.number().int().nullable(),
          /** `mailbox:<id>`, `copies`, …: the leases that it holds. */
          jobs: z.array(z.string()),
        }),
      ),
      /** Desks that have it open and may not write: a share on trial, locks that do not hold, an older program. */
      readers: z.array(
        z.object({
          host: z.string(),
          kind: z.string(),
          osUser: z.string(),
          version: z.string(),
          isOwn: z.boolean(),
          why: z.enum(['trial', 'locks', 'other']),
        }),
      ),
      /** The last two machines that proved the folder's locks to each other; null where none did. */
      proved: z.object({ host: z.string(), witness: z.string(), at: instant }).nullable(),
      mailboxes: z.array(
        z.object({
          id: mailboxId,
          name: z.string(),
          holder: z.string().nullable(),
          /** Desks that have its password and would take it over. */
          could: z.array(z.string()),
        }),
      ),
      /** Milliseconds that this desk's writes waited for another's. */
      lockWaits: z.object({ p50: z.number(), p99: z.number() }),
      /** This desk's last hour, minutes without a write left out, the oldest first; milliseconds. */
      waitsByMinute: z.array(
        z.object({ minutesAgo: z.number().int(), writes: z.number().int(), p50: z.number(), p99: z.number() }),
      ),
      lastCopyAt: instant.nullable(),
      /** Why the last copy was not made; null once one was made since. */
      copyFailure: z.string().nullable(),
    }),
    { needs: 'store.manage' },
  ),
  verify: query(
    z.object({}),
    z.object({
      ok: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), found: z.number().int(), detail: z.string() })),
    }),
    { needs: 'store.manage' },
  ),
}
