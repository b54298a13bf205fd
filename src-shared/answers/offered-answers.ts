import type { Outcome, TicketStatus } from '../tickets/vocabulary'
import { fold } from '../search/fold'

/** Days of any year, `MM-DD`, both ends included; one may run over the end of the year. */
export interface Season {
  readonly from: string
  readonly to: string
}

/** When a ready answer is proposed; an empty list asks for nothing. */
export interface AnswerConditions {
  readonly active: boolean
  readonly categoryIds: readonly number[]
  readonly statuses: readonly TicketStatus[]
  readonly outcomes: readonly Outcome[]
  readonly season: Season | null
}

export interface AnsweredTicket {
  readonly categoryId: number | null
  /** The category above it, where there is one. */
  readonly parentCategoryId: number | null
  readonly status: TicketStatus
  readonly outcome: Outcome | null
}

/** `today` is `YYYY-MM-DD`. */
export const inSeason = (season: Season | null, today: string): boolean => {
  if (season === null) return true
  const { from, to } = season
  const day = today.slice(5)
  return from <= to ? from <= day && day <= to : day >= from || day <= to
}

/** The more a condition says about this very ticket, the higher; 0 when one is not met. */
const fitOf = (answer: AnswerConditions, ticket: AnsweredTicket): number => {
  let fit = 1
  if (answer.categoryIds.length > 0) {
    const own = ticket.categoryId !== null && answer.categoryIds.includes(ticket.categoryId)
    const above = ticket.parentCategoryId !== null && answer.categoryIds.includes(ticket.parentCategoryId)
    if (!own && !above) return 0
    fit += own ? 4 : 3
  }
  if (answer.statuses.length > 0) {
    if (!answer.statuses.includes(ticket.status)) return 0
    fit += 2
  }
  // Before the end the outcome is open: the answer may be the one that goes with it.
  if (answer.outcomes.length > 0 && ticket.outcome !== null) {
    if (!answer.outcomes.includes(ticket.outcome)) return 0
    fit += 2
  }
  return fit
}

export interface Offered<A> {
  readonly answer: A
  /** Made for a ticket like this one; the others are there for whoever looks for them. */
  readonly fits: boolean
}

/**
 * Ready answers for a ticket, the ones made for it first and then in the office's own order; what is switched off or
 * out of season is not among them. Every word of `search` must occur in the name or the text, accents or not.
 */
export const offeredAnswers = <A extends AnswerConditions & { readonly name: string; readonly text: string }>(
  answers: readonly A[],
  ticket: AnsweredTicket,
  today: string,
  search = '',
): Offered<A>[] => {
  const words = fold(search).split(/\s+/).filter(Boolean)
  return answers
    .filter((answer) => answer.active && inSeason(answer.season, today))
    .filter((answer) => {
      const held = fold(`${answer.name} ${answer.text}`)
      return words.every((word) => held.includes(word))
    })
    .map((answer, order) => ({ answer, order, fit: fitOf(answer, ticket) }))
    .toSorted((a, b) => b.fit - a.fit || a.order - b.order)
    .map(({ answer, fit }) => ({ answer, fits: fit > 0 }))
}
