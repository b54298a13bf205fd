import { z } from 'zod'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { deskStatus } from './desk'

const path = z.string().trim().min(1).max(4096)

/** What a check found: `sound`, or what is wrong with it. */
export const copyState = z.enum(['sound', 'changed', 'damaged', 'rows_missing', 'attachments_missing'])

export const copyFile = z.object({
  file: z.string(),
  /** The first folder, the second one, or beside the store (made before its shape was changed). */
  place: z.enum(['first', 'second', 'before_update']),
  madeAt: instant,
  bytes: z.number(),
  /** Null for a copy that has no paper beside it: its check must count. */
  tickets: z.number().int().nullable(),
  attachments: z.number().int().nullable(),
  /** Attachments that the store named and that could not be copied. */
  missing: z.number().int(),
})
export type CopyFile = z.output<typeof copyFile>

export const copyProgress = z.object({
  stage: z.enum(['database', 'check', 'attachments', 'second']),
  done: z.number().int(),
  total: z.number().int(),
})
export type CopyProgress = z.output<typeof copyProgress>

export const copies = {
  overview: query(
    z.object({}),
    z.object({
      copies: z.array(copyFile),
      folder: z.string(),
      secondFolder: z.string(),
      /** Whether this desk reaches the folder now. */
      reachable: z.object({ first: z.boolean(), second: z.boolean() }),
      /** Every copy lies on the disk (or the share) of the store: what takes one takes all. */
      besideStore: z.boolean(),
      lastCopyAt: instant.nullable(),
      lastFailure: z.object({ code: z.string(), at: instant, host: z.string() }).nullable(),
      nextAt: instant.nullable(),
      running: copyProgress.nullable(),
    }),
    { needs: 'store.manage' },
  ),
  /**
   * While no store is open: the copies of the one that lies (or lay) there, newest first, in the folder that is taken
   * where the office chose none. Which one it chose is written in the store that does not open.
   */
  nearby: query(z.object({ target: path }), z.object({ copies: z.array(copyFile) }), {
    needs: 'public',
    needsStore: false,
    onlyHere: true,
  }),
  /** An online copy while people work, into the settings' folders, or into `folder` alone. */
  make: command(
    z.object({ folder: path.optional() }),
    z.object({
      file: z.string(),
      bytes: z.number(),
      sha256: z.string(),
      attachments: z.number().int(),
      missing: z.number().int(),
    }),
    { needs: 'store.manage', audit: { as: 'event' } },
  ),
  /** Ends a copy that is being made; nothing of it stays. */
  stop: command(z.object({}), z.object({}), { needs: 'store.manage' }),
  /** Reads a whole copy again: checksum, integrity, rows, each attachment by its hash. */
  check: query(z.object({ file: path }), z.object({ state: copyState, found: z.number().int() }), {
    needs: 'store.manage',
  }),
  /** What a copy would bring back, before anything is done. */
  look: query(
    z.object({ file: path, target: path.optional() }),
    z.object({
      madeAt: instant,
      tickets: z.number().int(),
      /** Tickets of the present store that the copy does not hold; null when the present one cannot be read. */
      lost: z.number().int().nullable(),
      /** The present store can be read and is sound enough to be opened. */
      isTargetSound: z.boolean(),
    }),
    { needs: 'public', needsStore: false, onlyHere: true },
  ),
  /**
   * Puts a copy back in the store's place; the old file is kept beside it. With a store open it needs `store.manage`;
   * without one it is for a store that is lost or damaged, and `forbidden` over a sound one.
   */
  restore: command(
    z.object({ file: path, target: path.optional() }),
    z.object({ status: deskStatus, kept: z.string().nullable() }),
    { needs: 'public', needsStore: false, onlyHere: true, audit: { as: 'event' } },
  ),
}
