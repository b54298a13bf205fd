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
import type { Day } from '@shared/kernel/instant'
import { useCatalog } from '@/app/catalog'

type Ticket = Pick<Visit['ticket'], 'categoryId' | 'districtId'>

interface Board {
  readonly crews: readonly Crew[]
  readonly days: readonly Day[]
  readonly visits: readonly Visit[]
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
        board.days.map((day) => ({
          ...fitOf(crew),
          id: crew.id,
          day,
          planned: [...others, ...board.visits.filter((visit) => visit.crewId === crew.id && visit.day === day)],
        })),
      )
    return proposeCrews(plans, workOf(ticket, known.value), minutes)[0] ?? null
  }

  const because = ({ because: reasons, conflicts }: CrewProposal<CrewId>): string =>
    [...reasons.map((reason) => t(`crews.because.${reason}`)), words(conflicts)].filter(Boolean).join(', ')

  return { ofVisit, ofDay, propose, because }
}
