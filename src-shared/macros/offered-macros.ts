import type { Channel } from '../channels/channels'
import type { Kind, TicketStatus } from '../tickets/vocabulary'

/** For which tickets a macro is offered; an empty list asks for nothing. */
export interface MacroConditions {
  /** One of these, or one under them. */
  readonly categoryIds: readonly number[]
  readonly statuses: readonly TicketStatus[]
  readonly channels: readonly Channel[]
  readonly kinds: readonly Kind[]
}

export interface OfferedTo {
  /** The category and those above it. */
  readonly categoryIds: readonly number[]
  readonly status: TicketStatus
  readonly channel: Channel
  readonly kind: Kind
}

const asks = <T>(wanted: readonly T[], held: T): boolean => wanted.length === 0 || wanted.includes(held)

export const isMacroFor = (conditions: MacroConditions, ticket: OfferedTo): boolean =>
  (conditions.categoryIds.length === 0 || conditions.categoryIds.some((id) => ticket.categoryIds.includes(id))) &&
  asks(conditions.statuses, ticket.status) &&
  asks(conditions.channels, ticket.channel) &&
  asks(conditions.kinds, ticket.kind)
