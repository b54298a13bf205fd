import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Crew, Visit } from '@shared/contract/crews'
import type { Catalog } from '@shared/contract/settings'
import {
  type CrewFit,
  type CrewProposal,
  FIT_CONFLICTS,
  type FitConflict,
  type WorkToDo,
  awayOn,
  dayConflicts,
  firstWorkingDay,
  isProposable,
  proposeCrews,
  workConflicts,
} from '@shared/crews/fit'
import type { CategoryId, CrewId } from '@shared/kernel/ids'
import { restOfToday } from '@shared/crews/rest-of-today'
import type { Day, Instant } from '@shared/kernel/instant'
import { useCatalog } from '@/app/catalog'

type Ticket = Pick<Visit['ticket'], 'categoryId' | 'districtId'>

/** The best crew and day, if there is one that can take it; none where nobody can say who is the one for it. */
export interface Proposed {
  readonly proposal: CrewProposal<CrewId> | null
  /** Looked for, and no crew that does such work has room. */
  readonly nothingFits: boolean
}

export const NOT_PROPOSED: Proposed = { proposal: null, nothingFits: false }

/** What fills a crew's day: a visit, or the time of a recurring round. */
export type DayWork = Pick<Visit, 'crewId' | 'day' | 'minutes' | 'status'>

/** What a person has chosen so far. */
export interface ChosenPlan {
  readonly crew: Crew
  readonly day: Day
  readonly work: readonly DayWork[]
  readonly tickets: readonly Ticket[]
  readonly minutes: number
  /** Of the tickets perhaps only the first ones are known. */
  readonly count: number
}

interface Board {
  readonly crews: readonly Crew[]
  readonly days: readonly Day[]
  readonly work: readonly DayWork[]
  /** When today's work begins, and what is now. */
  readonly begins: Instant | null
  readonly now: Instant
  readonly today: Day
}

/** What a crew holds on a day; null for today once it is too late to send it anywhere else. */
const roomOn = (crew: Crew, day: Day, { begins, now, today, work }: Board) => {
  const planned = work.filter((visit) => visit.crewId === crew.id && visit.day === day)
  if (day !== today) return { ...fitOf(crew), planned }
  const minutes = restOfToday(crew.capacityMinutes, begins, now)
  // What was done took its time, which is gone from the minutes already.
  return minutes === 0
    ? null
    : { ...fitOf(crew), minutes, planned: planned.filter(({ status }) => status === 'planned') }
}

const fitOf = (crew: Crew): CrewFit => ({ ...crew, visits: crew.capacityVisits, minutes: crew.capacityMinutes })

/** The ticket's category and the one above it: a skill for lights is a skill for a lamp. */
const workOf = (
  { categoryId, districtId }: Ticket,
  categories: ReadonlyMap<CategoryId, Catalog['categories'][number]>,
): WorkToDo => {
  const category = categoryId === null ? undefined : categories.get(categoryId)
  return {
    categories: [categoryId, category?.parentId ?? null].filter((id) => id !== null),
    districtId,
    outOfUse: category?.active === false,
  }
}

const othersOf = (count: number, minutes: number): readonly { readonly minutes: number }[] =>
  Array.from({ length: Math.max(0, count - 1) }, () => ({ minutes }))

/** What speaks against a crew, a day, or a visit there, in words; shown, never in the way. */
export const useCrewFit = () => {
  const { t } = useI18n()
  const { categories } = useCatalog()
  const known = computed(() => categories.value)

  const words = (conflicts: readonly FitConflict[]): string =>
    conflicts.map((conflict) => t(`crews.conflict.${conflict}`)).join(', ')

  const ofVisit = (crew: Crew, visit: Visit): string =>
    visit.status === 'planned' ? words(workConflicts(fitOf(crew), workOf(visit.ticket, known.value))) : ''

  const ofDay = (crew: Crew, day: Day): string => {
    const fit = fitOf(crew)
    const away = awayOn(fit, day).map(({ member, reason }) => [member, reason].filter(Boolean).join(': '))
    const said = words(dayConflicts(fit, day))
    return [said, ...away.filter((one) => one !== '')].filter(Boolean).join(' · ')
  }

  /** For several tickets at once the first one speaks: they were chosen together for being alike. All need room. */
  const propose = (board: Board, ticket: Ticket, minutes: number, count: number): Proposed => {
    const crews = board.crews.filter(({ active }) => active)
    // Whose work it is nobody knows yet.
    if (ticket.categoryId === null && crews.some(({ skills }) => skills.length > 0)) return NOT_PROPOSED
    const others = othersOf(count, minutes)
    const plans = crews.flatMap((crew) =>
      board.days.flatMap((day) => {
        const room = roomOn(crew, day, board)
        return room === null ? [] : [{ ...room, id: crew.id, day, planned: [...others, ...room.planned] }]
      }),
    )
    const proposal = proposeCrews(plans, workOf(ticket, known.value), minutes).find(isProposable) ?? null
    return { proposal, nothingFits: proposal === null && crews.length > 0 }
  }

  /** What speaks against what a person chose, for any of the tickets, with room for all of them. */
  const ofPlan = ({ crew, day, work, tickets, minutes, count }: ChosenPlan): string => {
    const planned = work.filter((visit) => visit.crewId === crew.id && visit.day === day)
    const plan = { ...fitOf(crew), id: crew.id, day, planned: [...othersOf(count, minutes), ...planned] }
    const against = new Set(
      tickets.flatMap((ticket) =>
        proposeCrews([plan], workOf(ticket, known.value), minutes).flatMap(({ conflicts }) => conflicts),
      ),
    )
    return words(FIT_CONFLICTS.filter((conflict) => against.has(conflict)))
  }

  const because = ({ because: reasons, conflicts }: CrewProposal<CrewId>): string =>
    [...reasons.map((reason) => t(`crews.because.${reason}`)), words(conflicts)].filter(Boolean).join(', ')

  const workingDay = (crew: Crew, from: Day): Day => firstWorkingDay(fitOf(crew), from)

  return { ofVisit, ofDay, propose, ofPlan, because, workingDay }
}
