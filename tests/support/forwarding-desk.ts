import type { InputOf } from '@shared/contract/define'
import type { ForwardingRow, ListState, forwarding } from '@shared/contract/forwarding'
import type { TicketMessage } from '@shared/contract/tickets'
import type { BodyId, MailboxId, TicketId } from '@shared/kernel/ids'
import { valueOf } from './engine'
import { type MailDesk, mailDesk } from './mail-desk'

export const PROVINCE_PEC = 'protocollo@pec.provincia.example'
export const CITIZEN = 'mario@cittadini.example'

type Forward = InputOf<(typeof forwarding)['forward']>

/** A desk with an ordinary and a certified mailbox, on a Monday morning, and a province that has a PEC address. */
export interface ForwardingDesk extends MailDesk {
  readonly province: BodyId
  readonly mailboxId: MailboxId
  readonly report: () => Promise<TicketId>
  readonly prepare: (ticketId: TicketId, bodyId?: BodyId) => ReturnType<typeof prepared>
  readonly forward: (
    ticketId: TicketId,
    over?: Partial<Forward>,
  ) => ReturnType<MailDesk['client']['forwarding']['forward']>
  /** Forwarded, and the letter has left. */
  readonly forwarded: () => Promise<TicketId>
  readonly numberOf: (ticketId: TicketId) => Promise<string>
  readonly ofTicket: (ticketId: TicketId) => Promise<ForwardingRow | null>
  readonly messagesOf: (ticketId: TicketId) => Promise<TicketMessage[]>
  readonly list: (state?: ListState) => ReturnType<typeof listed>
  /** As the outbox does it once the mails have left. */
  readonly letAllGo: () => Promise<unknown>
  /** The Message-ID of the newest message of that purpose. */
  readonly headerOf: (ticketId: TicketId, purpose: string) => Promise<string>
}

const prepared = async (desk: MailDesk, ticketId: TicketId, bodyId: BodyId) =>
  valueOf(await desk.client.forwarding.prepare({ ticketId, bodyId }))
const listed = async (desk: MailDesk, state: ListState) => valueOf(await desk.client.forwarding.list({ state }))

const addMailbox = async (desk: MailDesk, kind: string, address: string): Promise<MailboxId> =>
  valueOf(
    await desk.parts.current.store.write(async (db) => {
      const { insertId } = await db
        .insertInto('mailboxes')
        .values({ name: kind, address, sender_name: 'URP', kind, imap: '{}', smtp: '{}', active: 1 })
        .executeTakeFirstOrThrow()
      return Number(insertId) as MailboxId
    }),
  )

const reportOf = async (desk: MailDesk): Promise<TicketId> =>
  valueOf(
    await desk.client.tickets.create({
      channel: 'phone',
      subject: 'Buca sulla provinciale',
      description: 'Buca profonda. Sono Mario Rossi, tel. 347 2221110.',
      place: { text: 'SP 23 km 4+300', districtId: null, lat: 43.85, lon: 10.55, precision: 'point' },
      reporter: {
        kind: 'new',
        contact: {
          name: 'Mario Rossi',
          address: '',
          notes: '',
          identifiers: [
            { kind: 'phone', value: '347 2221110' },
            { kind: 'email', value: CITIZEN },
          ],
        },
      },
    }),
  ).id

export const forwardingDesk = async (): Promise<ForwardingDesk> => {
  const desk = await mailDesk()
  desk.clock.skip(Date.UTC(2026, 10, 23, 9, 0) - desk.clock.now())
  const mailboxId = await addMailbox(desk, 'ordinary', 'urp@comune.example')
  await addMailbox(desk, 'pec', 'urp@pec.comune.example')
  const province = valueOf(await desk.client.settings.catalog({})).bodies.find(({ name }) =>
    name.startsWith('Provincia'),
  )?.id as BodyId
  valueOf(await desk.client.settings.editBody({ id: province, base: { pec: '' }, changes: { pec: PROVINCE_PEC } }))

  const { client, parts } = desk
  const forward: ForwardingDesk['forward'] = async (ticketId, over = {}) => {
    const ready = await prepared(desk, ticketId, over.bodyId ?? province)
    const { status } = valueOf(await client.tickets.get({ id: ticketId }))
    const { mailboxId: from, to, subject, text } = ready
    return client.forwarding.forward({
      ticketId,
      base: status,
      bodyId: province,
      chaseOn: ready.chaseOn,
      letter: from === null ? null : { mailboxId: from, to, subject, text, photos: [] },
      tell: null,
      ...over,
    })
  }
  const letAllGo = (): Promise<unknown> =>
    parts.current.store.write(async (db) => {
      await db.updateTable('outbox').set({ state: 'sent' }).execute()
      await db.updateTable('messages').set({ state: 'sent' }).where('state', '=', 'held').execute()
    })
  return {
    ...desk,
    province,
    mailboxId,
    report: () => reportOf(desk),
    prepare: (ticketId, bodyId = province) => prepared(desk, ticketId, bodyId),
    forward,
    forwarded: async () => {
      const id = await reportOf(desk)
      valueOf(await forward(id))
      await letAllGo()
      return id
    },
    numberOf: async (id) => valueOf(await client.tickets.get({ id })).number,
    ofTicket: async (ticketId) => valueOf(await client.forwarding.ofTicket({ ticketId })).forwarding,
    messagesOf: async (id) =>
      valueOf(await client.tickets.timeline({ id })).entries.flatMap(({ message }) => message ?? []),
    list: (state = 'all') => listed(desk, state),
    letAllGo,
    headerOf: async (ticketId, purpose) => {
      const row = valueOf(
        await parts.current.store.read((db) =>
          db
            .selectFrom('messages')
            .select('header_message_id')
            .where('ticket_id', '=', ticketId)
            .where('purpose', '=', purpose)
            .orderBy('id', 'desc')
            .executeTakeFirstOrThrow(),
        ),
      )
      return row.header_message_id ?? ''
    },
  }
}
