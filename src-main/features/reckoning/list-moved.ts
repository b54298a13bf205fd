import { type Result, ok } from '@shared/kernel/result'
import type { Instant } from '@shared/kernel/instant'
import type { MailParts } from '../mail/mail-ports'
import type { FolderLogin } from '../mail/server-login'

interface Span {
  readonly from: Instant
  readonly to: Instant
}
type Listed = Extract<Awaited<ReturnType<MailParts['servers']['listMails']>>, { ok: true }>['value']

/**
 * The mails of a day that the desk itself moved to another folder, under the UIDs that they were read by: they are on
 * the server like the rest, and the day adds up. What somebody took out of that folder is gone as from the one that is
 * read.
 */
export const listMoved = async (
  parts: MailParts,
  mailboxId: number,
  login: FolderLogin,
  span: Span,
  { uidValidity, mails }: Listed,
): Promise<Result<Listed['mails']>> => {
  const found = await parts.current.store.read((db) =>
    db
      .selectFrom('mail_tidying')
      .select(['uid', 'folder', 'received_at', 'moved_uid', 'moved_uid_validity'])
      .where('mailbox_id', '=', mailboxId)
      .where('folder', 'is not', null)
      .where('received_at', '>=', span.from)
      .where('received_at', '<', span.to)
      .where('uid_validity', '=', uidValidity)
      .execute(),
  )
  if (!found.ok) return found
  const here = new Set(mails.map(({ uid }) => uid))
  const moved = found.value.filter(({ uid }) => !here.has(uid))
  const listed: Listed['mails'][number][] = []
  for (const folder of new Set(moved.map((row) => row.folder ?? ''))) {
    const there = await parts.servers.listMails({ ...login, folder }, span)
    if (!there.ok && there.error.code === 'mailbox_folder_missing') continue
    if (!there.ok) return there
    for (const row of moved.filter((one) => one.folder === folder)) {
      // A server that does not tell the new UID keeps the moment at which the mail came.
      const mail = there.value.mails.find(({ uid, receivedAt }) =>
        row.moved_uid === null
          ? receivedAt === row.received_at
          : uid === row.moved_uid && row.moved_uid_validity === there.value.uidValidity,
      )
      if (mail !== undefined) listed.push({ ...mail, uid: row.uid })
    }
  }
  return ok(listed)
}
