import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Crew, Visit } from '@shared/contract/crews'
import type { Catalog } from '@shared/contract/settings'
import {
  type CrewFit,
  type CrewProposal,
  type FitConflict,
  type WorkToDo,
  awayOn,
  dayConflicts,
  proposeCrews,
  workConflicts,
} from '@shared/crews/fit'
import type { CategoryId, CrewId } from '@shared/kernel/ids'
import { restOfToday } from '@shared/crews/rest-of-today'
import type { Day, Instant } from '@shared/kernel/instant'
import { useCatalog } from '@/app/catalog'

type Ticket = Pick<Visit['ticket'], 'categoryId' | 'districtId'>

interface Board {
  readonly crews: readonly Crew[]
  readonly days: readonly Day[]
  readonly visits: readonly Visit[]
  /** When today's work begins, and what is now. */
  readonly begins: Instant | null
  readonly now: Instant
  readonly today: Day
}

/** What a crew holds on a day; null for today once it is too late to send it anywhere else. */
const roomOn = (crew: Crew, day: Day, { begins, now, today, visits }: Board) => {
  const planned = visits.filter((visit) => visit.crewId === crew.id && visit.day === day)
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
  const parentId = categoryId === null ? null : (categories.get(categoryId)?.parentId ?? null)
  return { categories: [categoryId, parentId].filter((id) => id !== null), districtId }
}

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
  const propose = (board: Board, ticket: Ticket, minutes: number, count: number): CrewProposal<CrewId> | null => {
    const others = Array.from({ length: count - 1 }, () => ({ minutes }))
    const plans = board.crews
      .filter(({ active }) => active)
      .flatMap((crew) =>
        board.days.flatMap((day) => {
          const room = roomOn(crew, day, board)
          return room === null ? [] : [{ ...room, id: crew.id, day, planned: [...others, ...room.planned] }]
        }),
      )
    return proposeCrews(plans, workOf(ticket, known.value), minutes)[0] ?? null
  }

  const because = ({ because: reasons, conflicts }: CrewProposal<CrewId>): string =>
    [...reasons.map((reason) => t(`crews.because.${reason}`)), words(conflicts)].filter(Boolean).join(', ')

  return { ofVisit, ofDay, propose, because }
}
