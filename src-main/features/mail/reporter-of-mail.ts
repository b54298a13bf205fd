import { parseMailbox } from '@shared/contacts/email-address'
import type { ContactId } from '@shared/kernel/ids'
import type { MailAddress } from '@shared/mail/parsed-mail'
import { splitSubject } from '@shared/mail/subject'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { contactForAddress } from '../contacts/contact-for-address'
import { answerAddress } from './append-mail'
import { ownAddresses } from './mailbox-queries'
import type { PreparedMail } from './prepare-mail'

const ORIGINAL_SENDER = /^\s*[*_]*(?:da|from|von|mittente)\s*:[*_]*\s*(.+)$/im

const isStaff = async (db: ReadDb, address: string): Promise<boolean> => {
  if ((await ownAddresses(db)).includes(address)) return true
  const user = await db.selectFrom('users').select('id').where('email', '=', address).executeTakeFirst()
  return user !== undefined
}

/** A colleague who forwards a citizen's mail is not its reporter: the first sender named in the forwarded text is. */
const forwardedSender = async (db: ReadDb, { parsed }: PreparedMail): Promise<MailAddress | null> => {
  if (parsed.from === null || splitSubject(parsed.subject).opening !== 'forward') return null
  if (!(await isStaff(db, parsed.from.address.toLowerCase()))) return null
  const line = ORIGINAL_SENDER.exec(parsed.text)?.[1]
  return line === undefined ? null : parseMailbox(line)
}

/** Who reports: the person behind the mail, known or new; null when nobody can be told. */
export const reporterOfMail = async (db: WriteDb, mail: PreparedMail): Promise<ContactId | null> => {
  const kind = mail.parsed.kind === 'pec' ? 'pec' : 'email'
  const forwarded = await forwardedSender(db, mail)
  if (forwarded !== null) return contactForAddress(db, { ...forwarded, kind: 'email' }, mail.at)
  const address = answerAddress(mail)
  return contactForAddress(db, { name: mail.parsed.from?.name ?? '', address, kind }, mail.at)
}
