import { createHash } from 'node:crypto'
import type { CopyResponseObject, ImapFlow } from 'imapflow'
import { appError, type AppError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'
import { imapAppError, openImap, type ImapSettings } from './imap-client'
import { instantOf } from './imap-sync'
import { MailServerError } from './server-settings'

export interface TidyWish {
  readonly markSeen: boolean
  /** Null: the mails stay where they are. */
  readonly moveTo: string | null
}

export interface TidyPorts {
  /** The next mails to tidy, all of one UIDVALIDITY; null when none is left or nobody may any more. */
  readonly next: () => Promise<TidyBatch | null>
  /** These UIDs are about to be copied: a copy may be there although the rest of the move never happened. */
  readonly copying: (batch: TidyBatch, uids: readonly number[], mark: CopyMark) => Promise<void>
  /** They are done, or are not there any more. */
  readonly done: (batch: TidyBatch, tidied: readonly TidiedMail[]) => Promise<void>
  /** The folder was made anew under another UIDVALIDITY: these UIDs name nothing. */
  readonly stale: (batch: TidyBatch) => Promise<void>
}

/** How the other folder stood before a copy was made: the copy has a UID from `uidNext` on. */
export interface CopyMark {
  readonly uidValidity: number
  readonly uidNext: number
}

export interface TidyBatch {
  readonly uidValidity: number
  readonly mails: readonly {
    readonly uid: number
    /** An earlier try may have copied it. */
    readonly copying: boolean
    /** As noted before that try; null where it was not. */
    readonly mark: CopyMark | null
  }[]
}

export interface TidiedMail {
  readonly uid: number
  /** Its name in the other folder, where the server tells. */
  readonly moved: { readonly uidValidity: number; readonly uid: number } | null
}

const refused = (folder: string): MailServerError =>
  new MailServerError(appError('mailbox_folder_refused', { details: { folder } }))

const makeFolder = async (client: ImapFlow, path: string): Promise<void> => {
  try {
    await client.mailboxCreate(path)
  } catch (error) {
    if (!client.usable) throw error
    throw refused(path)
  }
}

const mapped = (uids: readonly number[], answer: CopyResponseObject | null): TidiedMail[] =>
  uids.map((uid) => {
    const at = answer?.uidMap?.get(uid)
    return {
      uid,
      moved: at === undefined ? null : { uidValidity: Number(answer?.uidValidity ?? 0), uid: at },
    }
  })

/** What tells a copy of a mail among others. */
interface Original {
  /** Empty where the mail has none. */
  readonly messageId: string
  readonly size: number
  readonly receivedAt: number | null
}

/** Those of the UIDs that still lie in the selected folder. */
const present = async (client: ImapFlow, uids: readonly number[]): Promise<Map<number, Original>> => {
  const found = new Map<number, Original>()
  const asked = { envelope: true, size: true, internalDate: true }
  for await (const { uid, envelope, size, internalDate } of client.fetch([...uids], asked, { uid: true }))
    found.set(uid, { messageId: envelope?.messageId ?? '', size: size ?? 0, receivedAt: instantOf(internalDate) })
  return found
}

interface Doubted extends Original {
  readonly uid: number
  readonly mark: CopyMark | null
  /** Of the whole mail, where nothing else names it. */
  readonly sha256: string | null
}

const sourceHash = async (client: ImapFlow, uid: number): Promise<string | null> => {
  const found = await client.fetchOne(String(uid), { source: true }, { uid: true })
  return found === false || found.source === undefined ? null : createHash('sha256').update(found.source).digest('hex')
}

const isCopyOf = async (client: ImapFlow, uid: number, mail: Doubted, isAbove: boolean): Promise<boolean> => {
  if (mail.messageId !== '') return true
  // Without a mark an equal mail of another day would pass for the copy: a copy keeps the moment at which its original came.
  const at = isAbove ? null : (await present(client, [uid])).get(uid)
  if (at !== null && at?.receivedAt !== mail.receivedAt) return false
  return mail.sha256 !== null && (await sourceHash(client, uid)) === mail.sha256
}

/** Those that lie in the other folder already, by an earlier try; each copy counts for one mail only. */
const copiedBefore = async (client: ImapFlow, folder: string, mails: readonly Doubted[]): Promise<Set<number>> => {
  const copied = new Set<number>()
  const taken = new Set<number>()
  const lock = await client.getMailboxLock(folder, { readOnly: true })
  try {
    const uidValidity = client.mailbox === false ? 0 : Number(client.mailbox.uidValidity)
    for (const mail of mails) {
      const isAbove = mail.mark?.uidValidity === uidValidity
      const from = isAbove ? (mail.mark?.uidNext ?? 0) : 0
      const alike =
        mail.messageId === ''
          ? { larger: Math.max(0, mail.size - 1), smaller: mail.size + 1 }
          : { header: { 'message-id': mail.messageId } }
      const uids = await client.search(alike, { uid: true })
      for (const uid of Array.isArray(uids) ? uids : []) {
        if (uid < from || taken.has(uid) || !(await isCopyOf(client, uid, mail, isAbove))) continue
        taken.add(uid)
        copied.add(mail.uid)
        break
      }
    }
  } finally {
    lock.release()
  }
  return copied
}

const markOf = async (client: ImapFlow, folder: string): Promise<CopyMark> => {
  const told = await client.status(folder, { uidValidity: true, uidNext: true })
  if (told === false) throw refused(folder)
  return { uidValidity: Number(told.uidValidity ?? 0), uidNext: told.uidNext ?? 0 }
}

/**
 * For a server without MOVE: copies, then removes by UID. How the other folder stands is written down first, so that a
 * copy which an earlier try left is found and none is made twice, also of a mail that no Message-ID names.
 */
const copyAndRemove = async (client: ImapFlow, batch: TidyBatch, to: string, source: string, ports: TidyPorts) => {
  const here = await present(
    client,
    batch.mails.map(({ uid }) => uid),
  )
  const doubted: Doubted[] = []
  for (const { uid, copying, mark } of batch.mails) {
    const mail = here.get(uid)
    if (!copying || mail === undefined) continue
    doubted.push({ ...mail, uid, mark, sha256: mail.messageId === '' ? await sourceHash(client, uid) : null })
  }
  const copied = doubted.length === 0 ? new Set<number>() : await copiedBefore(client, to, doubted)
  await selectForWriting(client, source, batch.uidValidity)
  const wanted = [...here.keys()].filter((uid) => !copied.has(uid))
  if (wanted.length > 0) await ports.copying(batch, wanted, await markOf(client, to))
  const answer = wanted.length === 0 ? null : await client.messageCopy(wanted, to, { uid: true })
  if (answer === false) throw refused(to)
  if (here.size > 0 && !(await client.messageDelete([...here.keys()], { uid: true }))) throw refused(to)
  return mapped([...here.keys()], answer)
}

/** Answers whether the folder is still the one that the UIDs belong to. */
const selectForWriting = async (client: ImapFlow, folder: string, uidValidity: number): Promise<boolean> => {
  const opened = await client.mailboxOpen(folder, { readOnly: false })
  return Number(opened.uidValidity) === uidValidity
}

const tidyBatch = async (
  client: ImapFlow,
  batch: TidyBatch,
  wish: TidyWish,
  source: string,
  ports: TidyPorts,
): Promise<TidiedMail[]> => {
  const uids = batch.mails.map(({ uid }) => uid)
  if (wish.markSeen && !(await client.messageFlagsAdd(uids, ['\\Seen'], { uid: true }))) {
    // A flag that cannot be kept (a folder that may only be read) would be tried for ever without anybody knowing.
    if ((await present(client, uids)).size > 0) throw refused(source)
  }
  if (wish.moveTo === null) return mapped(uids, null)
  if (client.capabilities.has('MOVE')) {
    // What somebody moved or removed meanwhile is left out by the server.
    const answer = await client.messageMove(uids, wish.moveTo, { uid: true })
    if (answer !== false) return mapped(uids, answer)
    if ((await present(client, uids)).size > 0) throw refused(wish.moveTo)
    return mapped(uids, null)
  }
  // A plain EXPUNGE would take along what colleagues have marked as deleted.
  if (!client.capabilities.has('UIDPLUS')) throw new MailServerError(appError('mailbox_cannot_move'))
  const moved = await copyAndRemove(client, batch, wish.moveTo, source, ports)
  return [...moved, ...mapped(uids, null).filter(({ uid }) => !moved.some((one) => one.uid === uid))]
}

const work = async (client: ImapFlow, settings: ImapSettings, wish: TidyWish, ports: TidyPorts): Promise<void> => {
  let isReady = false
  for (let batch = await ports.next(); batch !== null; batch = await ports.next()) {
    if (!isReady && wish.moveTo !== null) await makeFolder(client, wish.moveTo)
    isReady = true
    if (await selectForWriting(client, settings.folder, batch.uidValidity))
      await ports.done(batch, await tidyBatch(client, batch, wish, settings.folder, ports))
    else await ports.stale(batch)
  }
}

/**
 * Marks or moves mails that are safe in the store, on a connection of its own: the one that reads stays read-only. Every
 * step may be repeated: a mail that is not there any more is done. Aborting the signal cuts the connection.
 */
export const tidyFolder = async (
  settings: ImapSettings,
  wish: TidyWish,
  ports: TidyPorts,
  signal: AbortSignal,
): Promise<Result<null>> => {
  let client: ImapFlow | null = null
  const cut = (): void => client?.close()
  signal.addEventListener('abort', cut)
  try {
    client = await openImap(settings, signal)
    await work(client, settings, wish, ports)
    return ok(null)
  } catch (error) {
    return err(await tidyError(error, settings))
  } finally {
    signal.removeEventListener('abort', cut)
    if (client?.usable === true) await client.logout().catch(() => undefined)
    client?.close()
  }
}

const tidyError = async (error: unknown, settings: ImapSettings): Promise<AppError> => {
  const found = await imapAppError(error, settings)
  return found.code === 'mailbox_unreachable' ? appError('mailbox_dropped') : found
}
