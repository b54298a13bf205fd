import type { ContactId } from '@shared/kernel/ids'
import type { ForwardedMail } from '@shared/mail/parsed-mail'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { contactForAddress } from '../contacts/contact-for-address'
import { answerAddress } from './append-mail'
import { ownAddresses } from './mailbox-queries'
import type { PreparedMail } from './prepare-mail'

const staffAmong = async (db: ReadDb, addresses: readonly string[]): Promise<ReadonlySet<string>> => {
  const users = await db.selectFrom('users').select('email').where('email', 'is not', null).execute()
  const staff = new Set([...(await ownAddresses(db)), ...users.map(({ email }) => email?.toLowerCase() ?? '')])
  return new Set(addresses.filter((address) => staff.has(address)))
}

/**
 * The citizen's mail that a colleague passes on, within the text or as a file; null for anybody else's mail, and for
 * what a colleague writes of their own. Through how many colleagues it went does not matter: the first who is none of
 * ours wrote it.
 */
export const passedOn = async (db: ReadDb, { parsed }: PreparedMail): Promise<ForwardedMail | null> => {
  const sender = parsed.from?.address.toLowerCase()
  if (sender === undefined || parsed.forwarded.length === 0) return null
  const writers = parsed.forwarded.map(({ from }) => from.address.toLowerCase())
  const staff = await staffAmong(db, [sender, ...writers])
  if (!staff.has(sender)) return null
  return parsed.forwarded.find((_, index) => !staff.has(writers[index] ?? '')) ?? null
}

/** Who reports: the person behind the mail, known or new; null when nobody can be told. */
export const reporterOfMail = async (db: WriteDb, mail: PreparedMail): Promise<ContactId | null> => {
  const kind = mail.parsed.kind === 'pec' ? 'pec' : 'email'
  const forwarded = await passedOn(db, mail)
  if (forwarded !== null) return contactForAddress(db, { ...forwarded.from, kind: 'email' }, mail.at)
  const address = answerAddress(mail)
  return contactForAddress(db, { name: mail.parsed.from?.name ?? '', address, kind }, mail.at)
}
