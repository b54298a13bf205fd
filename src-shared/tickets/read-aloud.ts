import type { Day } from '../kernel/instant'
import type { Outcome, TicketStatus, WaitingReason } from './vocabulary'

/**
 * The sentences that counter and phone read out, one per situation; their words live in the locale files
 * (`readAloud.json`, same keys without the `readAloud.` in front).
 */
export const READ_ALOUD_KEYS = [
  'readAloud.new',
  'readAloud.accepted',
  'readAloud.accepted_body',
  'readAloud.assigned',
  'readAloud.assigned_with_day',
  'readAloud.assigned_late',
  'readAloud.in_progress',
  'readAloud.in_progress_crew',
  'readAloud.done',
  'readAloud.waiting_citizen',
  'readAloud.waiting_material',
  'readAloud.waiting_weather',
  'readAloud.waiting_other',
  'readAloud.forwarded',
  'readAloud.forwarded_with_day',
  'readAloud.closed_resolved',
  'readAloud.closed_handled_by_body',
  'readAloud.closed_not_competent',
  'readAloud.closed_not_competent_body',
  'readAloud.closed_duplicate',
  'readAloud.closed_not_feasible',
  'readAloud.closed_planned_works',
  'readAloud.closed_not_found',
  'readAloud.closed_withdrawn',
  'readAloud.merged',
] as const
export type ReadAloudKey = (typeof READ_ALOUD_KEYS)[number]

/** Placeholders of the sentences. `day` is a `Day`: the page writes it out in its language before it fills it in. */
export interface ReadAloudParams {
  readonly number: string
  readonly day?: Day
  readonly crew?: string
  readonly body?: string
  readonly master?: string
}

export interface ReadAloud {
  readonly key: ReadAloudKey
  readonly params: ReadAloudParams
}

export interface ReadAloudFacts {
  /** Already written out: `SEGN-2026-000123`. */
  readonly number: string
  readonly status: TicketStatus
  readonly outcome: Outcome | null
  readonly today: Day
  readonly receivedOn: Day
  readonly crewName: string | null
  /** The next planned visit. */
  readonly visitDay: Day | null
  readonly bodyName: string | null
  /** The competent body is the Comune itself: it is not named as somebody else. */
  readonly bodyIsOurs: boolean
  readonly forwardedOn: Day | null
  readonly waitingUntil: Day | null
  readonly waitingReason: WaitingReason | null
  readonly closedOn: Day | null
  readonly masterNumber: string | null
}

const given = <K extends string, V>(name: K, value: V | null): { readonly [key in K]?: V } =>
  value === null ? {} : ({ [name]: value } as { readonly [key in K]?: V })

const closed = (facts: ReadAloudFacts, foreignBody: string | null): ReadAloud => {
  const outcome = facts.outcome ?? 'resolved'
  const params = { number: facts.number, ...given('day', facts.closedOn ?? facts.receivedOn) }
  if (outcome === 'not_competent' && foreignBody) {
    return { key: 'readAloud.closed_not_competent_body', params: { ...params, body: foreignBody } }
  }
  if (outcome === 'handled_by_body') {
    // Without a name to say, "another body owns it" is all that is true.
    return foreignBody
      ? { key: 'readAloud.closed_handled_by_body', params: { ...params, body: foreignBody } }
      : { key: 'readAloud.closed_not_competent', params }
  }
  return { key: `readAloud.closed_${outcome}`, params }
}

/** The one sentence that answers "what happened to my report?": state, crew, expected day, or who owns it. */
export const readAloud = (facts: ReadAloudFacts): ReadAloud => {
  const { number, crewName } = facts
  const foreignBody = facts.bodyIsOurs ? null : facts.bodyName
  switch (facts.status) {
    case 'new':
      return { key: 'readAloud.new', params: { number, day: facts.receivedOn } }
    case 'accepted':
      return foreignBody
        ? { key: 'readAloud.accepted_body', params: { number, body: foreignBody } }
        : { key: 'readAloud.accepted', params: { number } }
    case 'assigned':
      // Without a crew to name, the report is in the office's hands: never read out an empty name.
      if (!crewName) return { key: 'readAloud.accepted', params: { number } }
      // A day that has gone by without a result is not promised again.
      if (facts.visitDay !== null && facts.visitDay < facts.today)
        return { key: 'readAloud.assigned_late', params: { number, crew: crewName, day: facts.visitDay } }
      return facts.visitDay
        ? { key: 'readAloud.assigned_with_day', params: { number, crew: crewName, day: facts.visitDay } }
        : { key: 'readAloud.assigned', params: { number, crew: crewName } }
    case 'in_progress':
      return crewName
        ? { key: 'readAloud.in_progress_crew', params: { number, crew: crewName } }
        : { key: 'readAloud.in_progress', params: { number } }
    case 'done':
      return { key: 'readAloud.done', params: { number } }
    case 'waiting':
      return {
        key: `readAloud.waiting_${facts.waitingReason ?? 'other'}`,
        params: { number, day: facts.waitingUntil ?? facts.receivedOn },
      }
    case 'forwarded': {
      const body = facts.bodyName
      if (!body) return { key: 'readAloud.accepted', params: { number } }
      return facts.forwardedOn
        ? { key: 'readAloud.forwarded_with_day', params: { number, body, day: facts.forwardedOn } }
        : { key: 'readAloud.forwarded', params: { number, body } }
    }
    case 'closed':
      return closed(facts, foreignBody)
    case 'merged':
      return { key: 'readAloud.merged', params: { number, ...given('master', facts.masterNumber ?? number) } }
  }
}

/** Sentences say "squadra" themselves: most crews carry the word in their name. */
const CREW = /^(la )?squadra\s+/i
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The values of a sentence as they are said, its days written out by `longDay`. */
export const spokenValues = (
  params: Readonly<Record<string, string | number>>,
  longDay: (day: Day) => string,
): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value !== 'string') return [name, value]
      if (DAY.test(value)) return [name, longDay(value as Day)]
      return [name, name === 'crew' ? value.replace(CREW, '') : value]
    }),
  )
