import { err, ok, type Result } from '@shared/kernel/result'
import { imapAppError, openImap, selectFolder, type ImapSettings } from './imap-client'

/** What a connection test found; nothing of it is kept. */
export interface MailboxFindings {
  readonly folders: readonly string[]
  /** Messages in the chosen folder. */
  readonly messages: number
  /** New mail is noticed at once; otherwise the folder is looked at every minute. */
  readonly idle: boolean
  readonly capabilities: readonly string[]
}

const MAX_FOLDERS = 500
/** Somebody is looking: a port that speaks another language says nothing at all, and is given up sooner than in the round. */
const TIMEOUTS = { connectMs: 10_000, socketMs: 30_000 }

/** *Prova collegamento* for the receiving side: connects, signs in, lists folders, opens the chosen one, leaves. */
export const testMailbox = async (settings: ImapSettings): Promise<Result<MailboxFindings>> => {
  try {
    const client = await openImap(settings, undefined, TIMEOUTS)
    try {
      const folders = (await client.list()).filter(({ flags }) => !flags.has('\\Noselect')).map(({ path }) => path)
      const { exists } = await selectFolder(client, settings)
      const capabilities = [...client.capabilities.keys()].sort()
      return ok({
        folders: folders.slice(0, MAX_FOLDERS),
        messages: exists,
        idle: capabilities.includes('IDLE'),
        capabilities,
      })
    } finally {
      await client.logout().catch(() => client.close())
    }
  } catch (error) {
    return err(await imapAppError(error, settings))
  }
}
