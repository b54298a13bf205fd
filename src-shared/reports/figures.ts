import type { TicketFilterInput } from '../contract/tickets'
import { addDays } from '../deadlines/zone'
import type { Outcome } from '../tickets/vocabulary'
import type { Period } from './period'

/**
 * The numbers of a period. Every one is a count of tickets that a filter of the queue finds, and the queue is asked with
 * that filter when somebody follows the number: what is counted and what is shown can be held against each other.
 */
export const TALLIES = ['received', 'settledIn', 'settled', 'open', 'reopened', 'kept', 'missed'] as const
export type Tally = (typeof TALLIES)[number]

export const MEASURES = [
  ...TALLIES,
  'resolvedIn',
  'openAtEnd',
  'overdue',
  'merged',
  'ownReceived',
  'ownSettledIn',
  'stockBefore',
  'stockAfter',
  'closed',
  'closedEarlier',
  'closedResolved',
  'asked',
  'confirmed',
  'denied',
] as const
export type Measure = (typeof MEASURES)[number]

export const DIMENSIONS = ['channel', 'category', 'district', 'crew', 'body'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** A channel, or the id of a category, district, crew or body; null: those that have none. */
export type SliceKey = string | number | null

type Filter = TicketFilterInput

const arrived = ({ from, to }: Period): Filter => ({ view: 'all', from, to })
const counted = (period: Period): Filter => ({ ...arrived(period), withoutMerged: true })
const settled = (period: Period): Filter => ({ ...arrived(period), view: 'closed' })
const settledIn = (period: Period): Filter => ({ ...settled(period), closedTo: period.to })
/** Whenever they had arrived. */
const closedWithin = ({ from, to }: Period): Filter => ({ view: 'closed', closedFrom: from, closedTo: to })

const FILTERS: Readonly<Record<Measure, (period: Period) => Filter>> = {
  received: counted,
  settledIn,
  settled,
  open: (period) => ({ ...arrived(period), view: 'open' }),
  reopened: (period) => ({ ...counted(period), reopened: true }),
  kept: (period) => ({ ...settled(period), deadline: 'kept' }),
  missed: (period) => ({ ...settled(period), deadline: 'missed' }),
  resolvedIn: (period) => ({ ...settledIn(period), outcomes: ['resolved'] }),
  openAtEnd: (period) => ({ ...arrived(period), openOn: period.to }),
  overdue: (period) => ({ ...arrived(period), view: 'overdue' }),
  merged: (period) => ({ ...arrived(period), statuses: ['merged'] }),
  ownReceived: (period) => ({ ...counted(period), without: ['body'] }),
  ownSettledIn: (period) => ({ ...settledIn(period), without: ['body'] }),
  stockBefore: ({ from }) => ({ view: 'all', openOn: addDays(from, -1) }),
  stockAfter: ({ to }) => ({ view: 'all', openOn: to }),
  closed: closedWithin,
  closedEarlier: (period) => ({ ...closedWithin(period), to: addDays(period.from, -1) }),
  asked: (period) => ({ ...counted(period), followUp: 'asked' }),
  confirmed: (period) => ({ ...counted(period), followUp: 'yes' }),
  denied: (period) => ({ ...counted(period), followUp: 'no' }),
  closedResolved: (period) => ({ ...closedWithin(period), outcomes: ['resolved'] }),
}

const narrowedTo = (dimension: Dimension, key: SliceKey): Filter => {
  if (key === null) return dimension === 'channel' ? {} : { without: [dimension] }
  switch (dimension) {
    case 'channel':
      return { channels: [key as never] }
    case 'category':
      return { categoryIds: [key as never] }
    case 'district':
      return { districtIds: [key as never] }
    case 'crew':
      return { crewIds: [key as never] }
    case 'body':
      return { bodyIds: [key as never] }
  }
}

export interface Slice {
  readonly dimension: Dimension
  readonly key: SliceKey
}

/** The filter whose tickets a number counts. */
export const filterOf = (
  measure: Measure,
  period: Period,
  more: { readonly slice?: Slice; readonly outcome?: Outcome } = {},
): TicketFilterInput => ({
  ...FILTERS[measure](period),
  ...(more.slice === undefined ? {} : narrowedTo(more.slice.dimension, more.slice.key)),
  ...(more.outcome === undefined ? {} : { outcomes: [more.outcome] }),
})

/**
 * The honest ways to say what share was settled, each with what is counted (`part`) of what (`of`, added up). None of them is
 * the true one: the page says each in words.
 */
export const READINGS = [
  { id: 'atYearEnd', part: 'settledIn', of: ['received'] },
  { id: 'toDate', part: 'settled', of: ['received'] },
  { id: 'resolved', part: 'resolvedIn', of: ['received'] },
  { id: 'withoutBodies', part: 'ownSettledIn', of: ['ownReceived'] },
  { id: 'allWork', part: 'closed', of: ['stockBefore', 'received'] },
  { id: 'ofClosed', part: 'closedResolved', of: ['closed'] },
  { id: 'confirmed', part: 'confirmed', of: ['confirmed', 'denied'] },
  { id: 'onTime', part: 'kept', of: ['kept', 'missed'] },
] as const satisfies readonly { readonly id: string; readonly part: Measure; readonly of: readonly Measure[] }[]
export type Reading = (typeof READINGS)[number]

/** Null where nothing is counted: nought of nought is no per cent. */
export const shareOf = (part: number, of: number): number | null => (of > 0 ? part / of : null)

/** Whole numbers in one's head, and 100 % only when none is left out: 99.96 reads as 99.9. */
export const honestPercent = (share: number): number => {
  const tenths = Math.round(share * 1000)
  if (tenths >= 1000 && share < 1) return 99.9
  if (tenths <= 0 && share > 0) return 0.1
  return tenths / 10
}
