import type { ReadDb } from '@main/store/handles'
import type { SendingMailbox } from '../messages/write-outgoing'
import type { StoredBody } from './forwarding-rows'

export interface LetterMailbox extends SendingMailbox {
  readonly name: string
}

/** By which address and from which mailbox a letter reaches a body. */
export type LetterWay =
  | { readonly problem: 'body_without_address' | 'mail_off'; readonly mailboxes: readonly LetterMailbox[] }
  | {
      readonly problem: null
      readonly to: string
      readonly mailbox: LetterMailbox
      readonly isPecFromOrdinary: boolean
      readonly mailboxes: readonly LetterMailbox[]
    }

const ADDRESS = /^\S+@\S+\.\S+$/

export const letterWay = async (db: ReadDb, body: Pick<StoredBody, 'email' | 'pec'>): Promise<LetterWay> => {
  const mailboxes = await db
    .selectFrom('mailboxes')
    .select(['id', 'name', 'address', 'sender_name', 'kind', 'size_limit'])
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .orderBy('id')
    .execute()
  const pec = ADDRESS.test(body.pec.trim()) ? body.pec.trim() : ''
  const email = ADDRESS.test(body.email.trim()) ? body.email.trim() : ''
  if (pec === '' && email === '') return { problem: 'body_without_address', mailboxes }
  const certified = mailboxes.find(({ kind }) => kind === 'pec')
  const ordinary = mailboxes.find(({ kind }) => kind !== 'pec')
  const way = (to: string, mailbox: LetterMailbox | undefined): LetterWay | null =>
    to === '' || mailbox === undefined
      ? null
      : { problem: null, to, mailbox, isPecFromOrdinary: to === pec && mailbox.kind !== 'pec', mailboxes }
  // With proof of delivery where both sides can have it; otherwise whatever arrives.
  return (
    way(pec, certified) ??
    way(email, ordinary) ??
    way(email, certified) ??
    way(pec, ordinary) ?? { problem: 'mail_off', mailboxes }
  )
}
