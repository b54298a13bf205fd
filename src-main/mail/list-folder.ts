import { DAY_MS, type Instant } from '@shared/kernel/instant'
import { err, ok, type Result } from '@shared/kernel/result'
import { instantOf } from './imap-sync'
import { imapAppError, openImap, selectFolder, type ImapSettings } from './imap-client'

export interface ListedMail {
  readonly uid: number
  /** When the server got it; null when it does not say. */
  readonly receivedAt: Instant | null
  readonly from: string
  readonly subject: string
}

export interface ListedFolder {
  readonly uidValidity: number
  readonly mails: readonly ListedMail[]
}

/**
 * What the server itself says lies in the folder between two moments, on a connection of its own and without reading a
 * mail: the other side of the reckoning. IMAP searches by whole days of the server's own zone, so a day more is asked
 * for on either side and cut afterwards.
 */
export const listFolder = async (
  settings: ImapSettings,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): Promise<Result<ListedFolder>> => {
  try {
    const client = await openImap(settings)
    try {
      const { uidValidity } = await selectFolder(client, settings)
      const found = await client.search(
        { since: new Date(from - DAY_MS), before: new Date(to + 2 * DAY_MS) },
        { uid: true },
      )
      if (!Array.isArray(found)) throw new Error('the server did not answer the search')
      const mails: ListedMail[] = []
      if (found.length > 0)
        for await (const { uid, internalDate, envelope } of client.fetch(
          found,
          { internalDate: true, envelope: true },
          { uid: true },
        )) {
          const at = instantOf(internalDate)
          if (at !== null && (at < from || at >= to)) continue
          const [sender] = envelope?.from ?? []
          mails.push({
            uid,
            receivedAt: at,
            from: [sender?.name, sender?.address && `<${sender.address}>`].filter(Boolean).join(' '),
            subject: envelope?.subject ?? '',
          })
        }
      return ok({ uidValidity: Number(uidValidity), mails: mails.toSorted((a, b) => a.uid - b.uid) })
    } finally {
      await client.logout().catch(() => client.close())
    }
  } catch (error) {
    return err(await imapAppError(error, settings))
  }
}
