import type { Selectable } from 'kysely'
import type { TicketMessage } from '@shared/contract/tickets'
import { asInstant } from '@shared/kernel/instant'
import { type Delivery, type DeliveryWord, strongestWord } from '@shared/mail/delivery'
import type { SignatureOutcome } from '@shared/mail/pec-signature'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import { addressList } from './address-list'

/** What the outside said about what left for the citizens of some tickets. */
export interface MailReports {
  readonly deliveryOf: (message: Selectable<Tables['messages']>) => Delivery[]
  readonly signatureOf: (messageId: number) => TicketMessage['signature']
}

type Word = Selectable<Tables['receipts']>
type ChatPart = Pick<Selectable<Tables['whatsapp_parts']>, 'state' | 'reason'>

const recipient = (to: string, words: readonly Word[]): Delivery => {
  const strongest = strongestWord(words.map(({ kind }) => kind as DeliveryWord))
  const behind = words.find(({ kind }) => kind === strongest?.word)
  return {
    to,
    state: strongest?.state ?? 'waiting',
    certified: behind?.certified === 1,
    isExternal: words.some(({ is_external: isExternal }) => isExternal === 1),
    reason: behind?.reason ?? '',
    receipts: words.map((word) => ({
      word: word.kind as DeliveryWord,
      at: asInstant(word.at),
      certified: word.certified === 1,
      sha256: word.raw_sha256,
    })),
  }
}

/** Of the parts of one WhatsApp message the one that is least far. */
const chatDelivery = (to: string, parts: readonly ChatPart[]): Delivery[] => {
  const states = ['failed', 'sent', 'delivered', 'read'] as const
  const worst = states.find((state) => parts.some((part) => part.state === state))
  if (worst === undefined) return []
  const shown = { failed: 'undeliverable', sent: 'taken', delivered: 'delivered', read: 'read' } as const
  return [
    {
      to,
      state: shown[worst],
      certified: false,
      isExternal: false,
      reason: parts.find(({ state }) => state === worst)?.reason ?? '',
      receipts: [],
    },
  ]
}

export const mailReports = async (db: ReadDb, ticketIds: readonly number[]): Promise<MailReports> => {
  const words = await db
    .selectFrom('receipts')
    .innerJoin('messages', 'messages.id', 'receipts.message_id')
    .selectAll('receipts')
    .where('messages.ticket_id', 'in', ticketIds)
    .orderBy('receipts.at')
    .execute()
  const chats = await db
    .selectFrom('whatsapp_parts')
    .innerJoin('messages', 'messages.id', 'whatsapp_parts.message_id')
    .select(['whatsapp_parts.message_id', 'whatsapp_parts.state', 'whatsapp_parts.reason'])
    .where('messages.ticket_id', 'in', ticketIds)
    .execute()
  const checks = await db
    .selectFrom('signature_checks')
    .innerJoin('messages', 'messages.id', 'signature_checks.message_id')
    .selectAll('signature_checks')
    .where('messages.ticket_id', 'in', ticketIds)
    .execute()
  return {
    deliveryOf: (message) => {
      if (message.via === 'whatsapp') {
        const [to = ''] = addressList(message.recipients_to)
        return chatDelivery(
          to,
          chats.filter((part) => part.message_id === message.id),
        )
      }
      const own = words.filter((word) => word.message_id === message.id)
      // From a certified mailbox the first receipt comes within minutes: its lack says something.
      const isCertified = message.via === 'pec' && message.direction === 'out' && message.state === 'sent'
      if (own.length === 0 && !isCertified) return []
      return [...addressList(message.recipients_to), ...addressList(message.recipients_cc)].map((to) =>
        recipient(
          to,
          own.filter(({ address }) => address === to.toLowerCase()),
        ),
      )
    },
    signatureOf: (messageId) => {
      const check = checks.find(({ message_id: id }) => id === messageId)
      return check === undefined ? null : { outcome: check.outcome as SignatureOutcome, signer: check.signer }
    },
  }
}
