import { refuse } from '@shared/kernel/app-error'
import { HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import type { IncomingMail, MailSource } from './mail-ports'
import type { Mailbox } from './mailbox-rows'

/** Mails that are marked or moved with one command. */
const BATCH_MAILS = 200
const FIRST_RETRY_MS = MINUTE_MS
const LAST_RETRY_MS = HOUR_MS

/** How the other folder stood before mails were copied there. */
export interface CopyMark {
  readonly uidValidity: number
  readonly uidNext: number
}

export interface DueMails {
  readonly uidValidity: number
  readonly mails: readonly { readonly uid: number; readonly copying: boolean; readonly mark: CopyMark | null }[]
}

export interface TidiedUid {
  readonly uid: number
  readonly moved: { readonly uidValidity: number; readonly uid: number } | null
}

export const isTidied = ({ markSeen, moveTo }: Pick<Mailbox, 'markSeen' | 'moveTo'>): boolean =>
  markSeen || moveTo !== ''

/** Notes that a mail is to be marked or moved, in the write that makes it safe; one that is only on the server never is. */
export const wantTidying = async (
  db: WriteDb,
  source: MailSource,
  { uid, problem, receivedAt }: IncomingMail,
  now: number,
): Promise<void> => {
  if (source.tidy !== true || source.mailboxId === null || uid === null || problem !== null) return
  await db
    .insertInto('mail_tidying')
    .values({
      mailbox_id: source.mailboxId,
      uid_validity: uid.uidValidity,
      uid: uid.uid,
      received_at: receivedAt,
      next_at: now,
    })
    .onConflict((conflict) => conflict.columns(['mailbox_id', 'uid_validity', 'uid']).doNothing())
    .execute()
}

/** What is due now, of one UIDVALIDITY; null when nothing is. */
export const dueTidying = ({ current, clock }: FeatureParts, mailboxId: number): Promise<Result<DueMails | null>> =>
  current.store.read(async (db) => {
    const due = () =>
      db
        .selectFrom('mail_tidying')
        .where('mailbox_id', '=', mailboxId)
        .where('state', '<>', 'done')
        .where('next_at', '<=', clock.now())
    const first = await due().select('uid_validity').orderBy('next_at').limit(1).executeTakeFirst()
    if (first === undefined) return null
    const mails = await due()
      .select(['uid', 'state', 'copy_uid_validity', 'copy_uid_next'])
      .where('uid_validity', '=', first.uid_validity)
      .orderBy('uid')
      .limit(BATCH_MAILS)
      .execute()
    return {
      uidValidity: first.uid_validity,
      mails: mails.map(({ uid, state, copy_uid_validity: uidValidity, copy_uid_next: uidNext }) => ({
        uid,
        copying: state === 'copying',
        mark: uidValidity === null || uidNext === null ? null : { uidValidity, uidNext },
      })),
    }
  })

const rowsOf = (db: WriteDb, mailboxId: number, uidValidity: number, uids: readonly number[]) =>
  db
    .updateTable('mail_tidying')
    .where('mailbox_id', '=', mailboxId)
    .where('uid_validity', '=', uidValidity)
    .where('uid', 'in', uids)

const held = async (db: WriteDb, lease: Lease): Promise<void> => {
  if (!(await leaseHolds(db, lease))) refuse('conflict', { field: 'lease' })
}

export const noteCopying = (
  { current }: FeatureParts,
  lease: Lease,
  mailboxId: number,
  uidValidity: number,
  copied: { readonly uids: readonly number[]; readonly mark: CopyMark },
): Promise<Result<void>> =>
  current.store.write(async (db) => {
    await held(db, lease)
    await rowsOf(db, mailboxId, uidValidity, copied.uids)
      .set({ state: 'copying', copy_uid_validity: copied.mark.uidValidity, copy_uid_next: copied.mark.uidNext })
      .execute()
  })

export const noteTidied = (
  { current }: FeatureParts,
  lease: Lease,
  { id, moveTo }: Pick<Mailbox, 'id' | 'moveTo'>,
  uidValidity: number,
  tidied: readonly TidiedUid[],
): Promise<Result<void>> =>
  current.store.write(async (db) => {
    await held(db, lease)
    const folder = moveTo === '' ? null : moveTo
    for (const { uid, moved } of tidied)
      await rowsOf(db, id, uidValidity, [uid])
        .set({
          state: 'done',
          error_code: null,
          folder,
          moved_uid: moved?.uid ?? null,
          moved_uid_validity: moved?.uidValidity ?? null,
        })
        .execute()
  })

/** Under another UIDVALIDITY the same mails come again and are noted again; these UIDs name nothing. */
export const forgetStale = (
  { current }: FeatureParts,
  lease: Lease,
  mailboxId: number,
  uidValidity: number,
): Promise<Result<void>> =>
  current.store.write(async (db) => {
    await held(db, lease)
    await db
      .deleteFrom('mail_tidying')
      .where('mailbox_id', '=', mailboxId)
      .where('uid_validity', '=', uidValidity)
      .where('state', '<>', 'done')
      .execute()
  })

/** Everything that is due waits, longer each time, and says why. */
export const noteTidyFailure = (
  { current, clock }: FeatureParts,
  lease: Lease,
  mailboxId: number,
  code: string,
): Promise<Result<void>> =>
  current.store.write(async (db) => {
    await held(db, lease)
    const due = db
      .selectFrom('mail_tidying')
      .where('mailbox_id', '=', mailboxId)
      .where('state', '<>', 'done')
      .where('next_at', '<=', clock.now())
    const { tries } = await due
      .select(({ fn }) => fn.max<number | null>('attempts').as('tries'))
      .executeTakeFirstOrThrow()
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries ?? 0, 20))
    await db
      .updateTable('mail_tidying')
      .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), error_code: code, next_at: clock.now() + wait }))
      .where('mailbox_id', '=', mailboxId)
      .where('state', '<>', 'done')
      .where('next_at', '<=', clock.now())
      .execute()
  })

/**
 * After a change of the mailbox: what is due is tried again at once by the new wish, and what belonged to another folder
 * or is wished no more is forgotten (the mails stay where they are).
 */
export const reviseTidying = async (db: WriteDb, before: Mailbox, after: Omit<Mailbox, 'id'>, now: number) => {
  const isElsewhere =
    before.folder !== after.folder ||
    before.imap.host !== after.imap.host ||
    before.imap.username !== after.imap.username
  if (isElsewhere || !isTidied(after))
    await db.deleteFrom('mail_tidying').where('mailbox_id', '=', before.id).where('state', '<>', 'done').execute()
  else
    await db
      .updateTable('mail_tidying')
      .set({ next_at: now, attempts: 0 })
      .where('mailbox_id', '=', before.id)
      .where('state', '<>', 'done')
      .execute()
}
