import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@shared/contract'
import type { AppError } from '@shared/kernel/app-error'
import type { CrewId, TicketId, VisitId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { PASSWORD } from './engine'

/** One act of an operator; its word occurs nowhere else. */
export interface Deed {
  readonly kind: 'report' | 'subject' | 'protocol' | 'note' | 'visit' | 'call' | 'mail'
  readonly word: string
  readonly ticketId: TicketId | null
  /** Asked for, not answered (the desk died): it may stand there once, or not at all. */
  readonly outcome: 'done' | 'refused' | 'unknown'
  readonly visitId?: VisitId
}

/** What all the operators of an office share with each other: nothing but what they see, and our book of it. */
export interface OfficeBook {
  readonly deeds: Deed[]
  readonly refusals: Map<string, number>
  readonly tickets: TicketId[]
  /** When a report was confirmed at the desk that took it, by ticket; milliseconds of this process. */
  readonly confirmedAt: Map<number, number>
  /** When another desk told its page of it first, per desk. */
  readonly seenAt: { readonly ticketId: number; readonly desk: string; readonly at: number }[]
}

export const openBook = (): OfficeBook => ({
  deeds: [],
  refusals: new Map(),
  tickets: [],
  confirmedAt: new Map(),
  seenAt: [],
})

export interface OperatorSeat {
  readonly desk: string
  readonly client: Client
  onEvent(listener: (name: string, payload: unknown) => void): void
}

export interface Shift {
  readonly book: OfficeBook
  readonly random: () => number
  readonly crews: readonly CrewId[]
  readonly day: Day
  /** Where answers by mail go; null where there is no mailbox. */
  readonly citizen: string | null
  /** Milliseconds between two acts, at most. */
  readonly pause: number
  readonly isOver: () => boolean
  /** Seven digits that nobody had before. */
  readonly nextNumber: () => number
}

/** Signs in, and again whenever the desk lost the session. */
export const signIn = async (client: Client): Promise<void> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const signed = await client.accounts.signIn({ username: 'manager', password: PASSWORD })
    if (signed.ok) return
    await sleep(100)
  }
  throw new Error('nobody could sign in for a minute')
}

/** Somebody who opens, edits, notes, plans and answers until the shift is over. */
export const operate = async (seat: OperatorSeat, shift: Shift): Promise<void> => {
  const { book, random } = shift
  const { client, desk } = seat
  const seen = new Set<number>()
  const see = (id: number): void => {
    if (seen.has(id)) return
    seen.add(id)
    book.seenAt.push({ ticketId: id, desk, at: performance.now() })
  }
  seat.onEvent((name, payload) => {
    if (name !== 'changes') return
    for (const { entity, id } of (payload as { changes: { entity: string; id: number }[] }).changes)
      if (entity === 'tickets') see(id)
  })
  await signIn(client)
  for (let n = 0; !shift.isOver(); n += 1) {
    const id = book.tickets[Math.floor(random() * book.tickets.length)] ?? null
    const act = n === 0 || id === null || random() < 0.2 ? report : ACTS[Math.floor(random() * ACTS.length)]!
    const word = `${desk}x${n}`
    const deed = await act({ client, id: id as TicketId, word, shift })
    if (deed !== null && (await writeDown(book, deed, client)))
      // A page that signs in again reads everything anew: no event tells it of what it missed.
      for (const confirmed of book.confirmedAt.keys()) see(confirmed)
    await sleep(random() * shift.pause)
  }
}

interface Acting {
  readonly client: Client
  readonly id: TicketId
  readonly word: string
  readonly shift: Shift
}
type Tried = Omit<Deed, 'outcome'> & { readonly answer: Result<unknown> }

/** Whether the operator had to sign in again. */
const writeDown = async (book: OfficeBook, { answer, ...deed }: Tried, client: Client): Promise<boolean> => {
  if (answer.ok) {
    book.deeds.push({ ...deed, outcome: 'done' })
    return false
  }
  const { code } = answer.error
  book.refusals.set(code, (book.refusals.get(code) ?? 0) + 1)
  book.deeds.push({ ...deed, outcome: code === 'engine_unreachable' ? 'unknown' : 'refused' })
  if (code !== 'engine_unreachable' && code !== 'unauthenticated') return false
  await signIn(client)
  return true
}

const report = async ({ client, word, shift: { book } }: Acting): Promise<Tried> => {
  const answer = await client.tickets.create({
    channel: 'phone',
    subject: `Buca ${word}`,
    description: word,
    place: { text: 'Via Roma 12', districtId: null, lat: 44.5, lon: 11.3, precision: 'point' },
  })
  if (answer.ok) {
    book.confirmedAt.set(answer.value.id, performance.now())
    book.tickets.push(answer.value.id)
  }
  return { kind: 'report', word, ticketId: answer.ok ? answer.value.id : null, answer }
}

/** What an operator looks at first; a look that fails is an act that was not begun. */
const open = async ({ client, id }: Acting) => {
  const [ticket, timeline] = await Promise.all([client.tickets.get({ id }), client.tickets.timeline({ id })])
  return ticket.ok && timeline.ok
    ? { ticket: ticket.value, entries: timeline.value.entries }
    : firstError(ticket, timeline)
}

const firstError = (...answers: Result<unknown>[]): { readonly failed: AppError } => {
  for (const answer of answers) if (!answer.ok) return { failed: answer.error }
  throw new Error('nothing failed')
}

const edit =
  (field: 'subject' | 'protocolNumber') =>
  async (acting: Acting): Promise<Tried | null> => {
    const { client, id, word, shift } = acting
    const opened = await open(acting)
    if ('failed' in opened) return null
    const value = field === 'subject' ? `Buca ${word}` : String(shift.nextNumber())
    const base =
      field === 'subject' ? { subject: opened.ticket.subject } : { protocolNumber: opened.ticket.protocolNumber }
    const changes = field === 'subject' ? { subject: value } : { protocolNumber: value }
    const answer = await client.tickets.edit({ id, base, changes })
    return { kind: field === 'subject' ? 'subject' : 'protocol', word: value, ticketId: id, answer }
  }

const note = async ({ client, id, word }: Acting): Promise<Tried> => ({
  kind: 'note',
  word,
  ticketId: id,
  answer: await client.tickets.addNote({ id, text: word }),
})

const plan = async ({ client, id, word, shift: { crews, day, random } }: Acting): Promise<Tried | null> => {
  const crewId = crews[Math.floor(random() * crews.length)]
  if (crewId === undefined) return null
  const answer = await client.crews.plan({ ticketIds: [id], crewId, day })
  const visitId = answer.ok ? answer.value.visitIds[0] : undefined
  return { kind: 'visit', word, ticketId: id, answer, ...(visitId === undefined ? {} : { visitId }) }
}

const answerBy =
  (via: 'phone' | 'email') =>
  async (acting: Acting): Promise<Tried | null> => {
    const { client, id, shift } = acting
    // Closed at its end: one word must not be found inside another.
    const word = `Risposta ${acting.word} fine`
    if (via === 'email' && shift.citizen === null) return null
    const opened = await open(acting)
    if ('failed' in opened) return null
    const answer = await client.messages.reply({
      ticketId: id,
      via,
      official: false,
      to: via === 'email' && shift.citizen !== null ? [shift.citizen] : [],
      text: word,
      seenEntryId: opened.entries.at(-1)?.id ?? 0,
    })
    return { kind: via === 'email' ? 'mail' : 'call', word, ticketId: id, answer }
  }

const ACTS = [edit('subject'), edit('protocolNumber'), note, note, plan, answerBy('phone'), answerBy('email')]
