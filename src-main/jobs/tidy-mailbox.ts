import { err, ok, type Result } from '@shared/kernel/result'
import type { FeatureParts } from '@main/features/feature-parts'
import type { Mailbox } from '@main/features/mail/mailbox-rows'
import type { FolderLogin } from '@main/features/mail/server-login'
import { dueTidying, forgetStale, noteCopying, noteTidied, noteTidyFailure } from '@main/features/mail/tidying'
import { MailServerError } from '@main/mail/server-settings'
import { tidyFolder, type TidyPorts } from '@main/mail/tidy-folder'
import type { Lease } from '@main/store/leases'

const orThrow = async <T>(work: Promise<Result<T>>): Promise<T> => {
  const done = await work
  if (!done.ok) throw new MailServerError(done.error)
  return done.value
}

/**
 * Marks or moves on the server what is safe here, until nothing is due. Its failure is written to what waits, so that
 * every desk shows it, and answered; otherwise whether there was anything to do.
 */
export const tidyMailbox = async (
  parts: FeatureParts,
  mailbox: Mailbox,
  lease: Lease,
  login: () => Promise<Result<FolderLogin>>,
  stop: AbortSignal,
): Promise<Result<boolean>> => {
  const due = await dueTidying(parts, mailbox.id)
  if (!due.ok) return due
  if (due.value === null) return ok(false)
  const given = await login()
  if (!given.ok) return given
  const wish = { markSeen: mailbox.markSeen, moveTo: mailbox.moveTo === '' ? null : mailbox.moveTo }
  const ports: TidyPorts = {
    next: async () => (stop.aborted ? null : orThrow(dueTidying(parts, mailbox.id))),
    copying: (batch, uids, mark) => orThrow(noteCopying(parts, lease, mailbox.id, batch.uidValidity, { uids, mark })),
    done: (batch, tidied) => orThrow(noteTidied(parts, lease, mailbox, batch.uidValidity, tidied)),
    stale: (batch) => orThrow(forgetStale(parts, lease, mailbox.id, batch.uidValidity)),
  }
  const done = await tidyFolder(given.value, wish, ports, stop)
  if (done.ok || stop.aborted) return ok(true)
  const noted = await noteTidyFailure(parts, lease, mailbox.id, done.error.code)
  return noted.ok ? err(done.error) : noted
}
