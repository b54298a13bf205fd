import { type OfficeCalendar, hasOpeningHours } from '../deadlines/office-calendar'
import { addOfficeTime } from '../deadlines/office-time'
import { type Instant, MINUTE_MS, asInstant } from '../kernel/instant'

/** What came of one call; `told` and what follows it end the matter. */
export const CALL_OUTCOMES = ['no_answer', 'busy', 'told', 'wrong_number', 'not_needed'] as const
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

export const endsCallback = (outcome: CallOutcome): boolean => outcome !== 'no_answer' && outcome !== 'busy'

/** Open minutes after which the first tries are repeated; from then on once an opening. */
const BUSY_MINUTES = 15
const NO_ANSWER_MINUTES = [60, 120, 240]

/** The first moment from `at` on at which somebody of the office sits at the telephone. */
export const firstOpen = (at: Instant, calendar: OfficeCalendar): Instant =>
  hasOpeningHours(calendar) ? asInstant(addOfficeTime(at, 1, calendar) - MINUTE_MS) : at

/** As soon as a person said, but when the office is open: nobody calls at a time at which nobody is there. */
export const notBefore = (
  wanted: Instant | null,
  { at, calendar }: { readonly at: Instant; readonly calendar: OfficeCalendar },
): Instant => firstOpen(wanted === null || wanted < at ? at : wanted, calendar)

/** When to try again: as a person said, otherwise by the rule. */
export const nextCall = (
  outcome: 'no_answer' | 'busy',
  call: {
    readonly at: Instant
    readonly tries: number
    readonly nextAt: Instant | null
    readonly calendar: OfficeCalendar
  },
): Instant => (call.nextAt === null ? nextTry(outcome, call) : notBefore(call.nextAt, call))

/** When to try again: counted in office hours, and later each time that nobody answers. `tries`: those before this one. */
export const nextTry = (
  outcome: 'no_answer' | 'busy',
  { at, tries, calendar }: { readonly at: Instant; readonly tries: number; readonly calendar: OfficeCalendar },
): Instant => {
  const minutes =
    outcome === 'busy' ? BUSY_MINUTES : (NO_ANSWER_MINUTES[Math.min(tries, NO_ANSWER_MINUTES.length - 1)] ?? 60)
  return addOfficeTime(at, minutes, calendar)
}
