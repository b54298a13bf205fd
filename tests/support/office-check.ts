import type { Client } from '@shared/contract'
import type { TimelineEntry } from '@shared/contract/tickets'
import type { Day } from '@shared/kernel/instant'
import { valueOf } from './engine'
import type { Deed, OfficeBook } from './operators'

export interface TicketStory {
  readonly description: string
  readonly entries: readonly TimelineEntry[]
}

/** Every ticket with all that happened to it, as a desk tells it. */
export const storiesOf = async (client: Client): Promise<TicketStory[]> => {
  const stories: TicketStory[] = []
  const { ids } = valueOf(await client.tickets.ids({ filter: { view: 'all' } }))
  for (const id of ids) {
    const { description } = valueOf(await client.tickets.get({ id }))
    stories.push({ description, entries: valueOf(await client.tickets.timeline({ id })).entries })
  }
  return stories
}

/** Everything that a desk shows of the office, as one text: what two desks say is the same or is not. */
export const shownBy = async (client: Client, day: Day): Promise<string> => {
  const rows = []
  for (let offset = 0, total = 1; offset < total; offset = rows.length) {
    const page = valueOf(await client.tickets.list({ filter: { view: 'all' }, offset, limit: 500 }))
    rows.push(...page.rows)
    total = page.total
    if (page.rows.length === 0) break
  }
  const { ids } = valueOf(await client.tickets.ids({ filter: { view: 'all' }, limit: 50 }))
  const timelines = []
  for (const id of ids) timelines.push(valueOf(await client.tickets.timeline({ id })).entries)
  const board = valueOf(await client.crews.board({ from: day, days: 1 }))
  return JSON.stringify({ rows, counts: valueOf(await client.tickets.counts({})).views, timelines, board })
}

const isOf = (deed: Deed, entry: TimelineEntry): boolean => {
  switch (deed.kind) {
    case 'note':
      return entry.kind === 'note' && entry.text === deed.word
    case 'subject':
      return entry.kind === 'fields' && entry.data['field'] === 'subject' && entry.data['to'] === deed.word
    case 'protocol':
      return entry.kind === 'fields' && entry.data['field'] === 'protocolNumber' && entry.data['to'] === deed.word
    case 'call':
    case 'mail':
      return entry.kind === 'message' && entry.message?.text === deed.word
    case 'report':
    case 'visit':
      return false
  }
}

const countIn = (stories: readonly TicketStory[], deed: Deed): number =>
  deed.kind === 'report'
    ? stories.filter(({ description }) => description === deed.word).length
    : stories.reduce((sum, { entries }) => sum + entries.filter((entry) => isOf(deed, entry)).length, 0)

const isRight = ({ outcome }: Deed, found: number): boolean =>
  outcome === 'done' ? found === 1 : outcome === 'refused' ? found === 0 : found <= 1

/** What does not stand in the office as it was confirmed to its operators; empty when every act is there exactly once. */
export const wrongDeeds = async (
  client: Client,
  stories: readonly TicketStory[],
  { deeds }: OfficeBook,
  day: Day,
): Promise<string[]> => {
  const wrong = deeds
    .filter(({ kind }) => kind !== 'visit')
    .map((deed) => ({ deed, found: countIn(stories, deed) }))
    .filter(({ deed, found }) => !isRight(deed, found))
    .map(({ deed, found }) => `${deed.kind} ${deed.word}, ${deed.outcome}, stands ${found} times`)
  return [...wrong, ...(await wrongVisits(client, deeds, day))]
}

const wrongVisits = async (client: Client, deeds: readonly Deed[], day: Day): Promise<string[]> => {
  const { visits } = valueOf(await client.crews.board({ from: day, days: 1 }))
  const planned = deeds.filter(({ kind }) => kind === 'visit')
  const lost = planned.filter(
    ({ outcome, visitId, ticketId }) =>
      outcome === 'done' && visits.filter(({ id, ticket }) => id === visitId && ticket.id === ticketId).length !== 1,
  )
  const done = planned.filter(({ outcome }) => outcome === 'done').length
  const unknown = planned.filter(({ outcome }) => outcome === 'unknown').length
  const isCounted = visits.length >= done && visits.length <= done + unknown
  return [
    ...lost.map(({ word }) => `visit ${word} is lost`),
    ...(isCounted ? [] : [`${visits.length} visits stand there, ${done} were confirmed, ${unknown} not answered`]),
  ]
}

/**
 * What is wrong with the mail: sent, it reached the citizen; nothing reached them twice (nobody sent it again); what is
 * doubted reached them once or not, and a person is shown it.
 */
export const wrongMails = (
  stories: readonly TicketStory[],
  { deeds }: OfficeBook,
  delivered: readonly string[],
): readonly string[] =>
  deeds
    .filter(({ kind }) => kind === 'mail')
    .flatMap((deed) => {
      const came = delivered.filter((mail) => mail.includes(deed.word)).length
      const states = stories.flatMap(({ entries }) =>
        entries.filter((entry) => isOf(deed, entry)).map((entry) => entry.message?.state ?? ''),
      )
      const isFine = states.every((state) => (state === 'sent' ? came === 1 : state === 'uncertain' && came <= 1))
      return isFine && (states.length > 0 || came === 0)
        ? []
        : [`${deed.word} is ${states.join()} and came ${came} times`]
    })

/** Milliseconds until another desk told its page of a report that was confirmed; sorted. */
export const delaysIn = ({ confirmedAt, seenAt }: OfficeBook, of: (ticketId: number) => string): readonly number[] =>
  seenAt
    .filter(({ ticketId, desk }) => confirmedAt.has(ticketId) && of(ticketId) !== desk)
    .map(({ ticketId, at }) => Math.max(0, at - (confirmedAt.get(ticketId) ?? at)))
    .toSorted((a, b) => a - b)
