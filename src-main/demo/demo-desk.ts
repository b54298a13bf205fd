import { asInstant, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@shared/kernel/instant'
import { firstOpen } from '@shared/callbacks/next-try'
import { prepareMail } from '@main/features/mail/prepare-mail'
import { receiveOne } from '@main/features/mail/receive-one'
import { writeEntry } from '@main/features/tickets/write-entry'
import type { AttachmentFiles } from '@main/store/attachment-files'
import type { WriteDb } from '@main/store/handles'
import type { Store } from '@main/store/store'
import { DEMO_MAILS, mailSource } from './demo-mails'
import type { DemoTown } from './demo-town'
import { SeededRandom } from './seeded-random'

/** With a random of its own: the rest of the town is the same whether these lie on the desk or not. */
const SEED = 59

/** Read like every mail, so that what they become is what the program makes of them. */
export const fillMails = async (
  store: Store,
  { files, town, photo, now }: { files: AttachmentFiles; town: DemoTown; photo: Buffer; now: Instant },
) => {
  const { parseMail, parseHeadOnly } = await import('@main/mail/parse-mail')
  const parser = { parse: parseMail, parseHead: parseHeadOnly }
  const street = town.streets.get(town.districts[0]?.name ?? '')?.[0]
  const where = { place: `${street?.name ?? 'via Roma'} ${street?.doors[0]?.label ?? '1'}`, photo }
  const judge = { isCertifiedMailbox: false, authorities: [] }
  const prepared = await Promise.all(
    DEMO_MAILS.map((mail) => {
      const receivedAt = asInstant(now - mail.minutesAgo * MINUTE_MS)
      const raw = mailSource(mail, { ...where, at: receivedAt })
      return prepareMail(parser, files, { raw, uid: null, receivedAt, size: raw.byteLength, problem: null }, judge, now)
    }),
  )
  const tools = { random: new SeededRandom(SEED).bytes, now }
  const source = { mailboxId: town.mailboxId, lease: null, acknowledge: false }
  return store.write(async (db) => {
    for (const mail of prepared) await receiveOne(db, tools, source, mail)
  })
}

interface Asked {
  readonly reason: string
  readonly askedHoursAgo: number
  /** What came of the calls made so far, oldest first. */
  readonly tries: readonly { readonly hoursAgo: number; readonly outcome: string; readonly note: string }[]
}

const ASKED: readonly Asked[] = [
  {
    reason: 'Vuole sapere quando passa la squadra: al mattino non è in casa.',
    askedHoursAgo: 30,
    tries: [{ hoursAgo: 26, outcome: 'no_answer', note: '' }],
  },
  { reason: 'Chiede se il lavoro è del Comune o della Provincia.', askedHoursAgo: 5, tries: [] },
  {
    reason: 'Da avvisare prima di entrare dal cancello sul retro.',
    askedHoursAgo: 52,
    tries: [
      { hoursAgo: 48, outcome: 'busy', note: '' },
      { hoursAgo: 47, outcome: 'told', note: 'D’accordo per la mattina, il cane resta chiuso.' },
    ],
  },
]

/** Citizens who asked to be called: some wait, one was told. */
export const fillCallbacks = async (db: WriteDb, town: DemoTown, now: Instant): Promise<void> => {
  const tickets = await db
    .selectFrom('tickets')
    .innerJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .innerJoin('contact_identifiers as number', 'number.contact_id', 'contacts.id')
    .select(['tickets.id', 'tickets.contact_id', 'contacts.name', 'number.value as phone'])
    .where('tickets.closed_at', 'is', null)
    .where('number.kind', '=', 'phone')
    .where('tickets.created_at', '<', now - 3 * DAY_MS)
    .orderBy('tickets.id', 'desc')
    .limit(ASKED.length)
    .execute()
  const operator = town.users[2] ?? null
  const ago = (hours: number): Instant => asInstant(now - hours * HOUR_MS)
  for (const [index, ticket] of tickets.entries()) {
    const asked = ASKED[index]
    if (asked === undefined) continue
    const last = asked.tries.at(-1)
    const isTold = last?.outcome === 'told'
    const { insertId } = await db
      .insertInto('callbacks')
      .values({
        ticket_id: ticket.id,
        contact_id: ticket.contact_id,
        name: ticket.name,
        phone: ticket.phone,
        reason: asked.reason,
        asked_at: ago(asked.askedHoursAgo),
        asked_by: operator?.name ?? '',
        due_at: firstOpen(ago(asked.askedHoursAgo - 1), town.calendar),
        outcome: isTold ? 'told' : null,
        ended_at: isTold ? ago(last.hoursAgo) : null,
      })
      .executeTakeFirstOrThrow()
    const entry = { ticketId: ticket.id, kind: 'callback', actor: operator } as const
    await writeEntry(db, { ...entry, at: ago(asked.askedHoursAgo), data: { call: 'asked' }, text: asked.reason })
    for (const { hoursAgo, outcome, note } of asked.tries) {
      const at = ago(hoursAgo)
      await db
        .insertInto('callback_attempts')
        .values({ callback_id: Number(insertId), at, user_name: operator?.name ?? '', outcome, note })
        .execute()
      await writeEntry(db, { ...entry, at, data: { call: outcome }, text: note })
    }
  }
}
