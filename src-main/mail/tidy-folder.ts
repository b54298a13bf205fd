import type { CopyResponseObject, ImapFlow } from 'imapflow'
import { appError, type AppError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'
import { imapAppError, openImap, type ImapSettings } from './imap-client'
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
  readonly copying: (batch: TidyBatch, uids: readonly number[]) => Promise<void>
  /** They are done, or are not there any more. */
  readonly done: (batch: TidyBatch, tidied: readonly TidiedMail[]) => Promise<void>
  /** The folder was made anew under another UIDVALIDITY: these UIDs name nothing. */
  readonly stale: (batch: TidyBatch) => Promise<void>
}

export interface TidyBatch {
  readonly uidValidity: number
  readonly mails: readonly { readonly uid: number; readonly copying: boolean }[]
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

/** Those of the UIDs that still lie in the selected folder, with the ids that tell a copy of theirs. */
const present = async (client: ImapFlow, uids: readonly number[]): Promise<Map<number, string>> => {
  const found = new Map<number, string>()
  for await (const { uid, envelope } of client.fetch([...uids], { envelope: true }, { uid: true }))
    found.set(uid, envelope?.messageId ?? '')
  return found
}

const liesIn = async (client: ImapFlow, folder: string, messageIds: readonly string[]): Promise<Set<string>> => {
  const found = new Set<string>()
  const lock = await client.getMailboxLock(folder, { readOnly: true })
  try {
    for (const id of messageIds) {
      const uids = await client.search({ header: { 'message-id': id } }, { uid: true })
      if (Array.isArray(uids) && uids.length > 0) found.add(id)
    }
  } finally {
    lock.release()
  }
  return found
}

/**
 * For a server without MOVE: copies, then removes by UID. A copy that an earlier try may have left is looked for first.
 * A mail without a Message-ID cannot be looked for and is copied again: twice is better than never.
 */
const copyAndRemove = async (client: ImapFlow, batch: TidyBatch, to: string, source: string, ports: TidyPorts) => {
  const here = await present(
    client,
    batch.mails.map(({ uid }) => uid),
  )
  const doubted = batch.mails.filter(({ uid, copying }) => copying && (here.get(uid) ?? '') !== '')
  const copied =
    doubted.length === 0
      ? new Set<string>()
      : await liesIn(
          client,
          to,
          doubted.map(({ uid }) => here.get(uid) ?? ''),
        )
  await selectForWriting(client, source, batch.uidValidity)
  const wanted = [...here.keys()].filter(
    (uid) => !doubted.some((mail) => mail.uid === uid && copied.has(here.get(uid) ?? '')),
  )
  await ports.copying(batch, wanted)
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
