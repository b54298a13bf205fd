import type { VISIT_REASONS, Visit } from '@shared/contract/crews'
import type { CategoryId, CrewId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'

export const RETURN_RESULTS = ['done', 'not_done', 'other_crew'] as const
export type ReturnResult = (typeof RETURN_RESULTS)[number]
type Reason = (typeof VISIT_REASONS)[number]

/** What is typed for one stop. */
export interface ReturnFields {
  result: ReturnResult | null
  reason: Reason | null
  note: string
  spentMinutes: number | null
  materials: string
  nextCrewId: CrewId | null
  nextDay: Day | null
  /** Something else was found there; what was typed of it stays while this is off. */
  found: boolean
  foundSubject: string
  foundText: string
  foundCategory: CategoryId | null
}

export const emptyReturn = (): ReturnFields => ({
  result: null,
  reason: null,
  note: '',
  spentMinutes: null,
  materials: '',
  nextCrewId: null,
  nextDay: null,
  found: false,
  foundSubject: '',
  foundText: '',
  foundCategory: null,
})

const resultOf = (visit: Visit): ReturnResult | null =>
  visit.status === 'planned'
    ? null
    : visit.status === 'done'
      ? 'done'
      : visit.reason === 'other_crew'
        ? 'other_crew'
        : 'not_done'

/** What was reported already stands in the form, so that a correction changes only what is wrong. */
export const fieldsOf = (visit: Visit): ReturnFields => ({
  ...emptyReturn(),
  result: resultOf(visit),
  reason: visit.reason,
  note: visit.note,
  spentMinutes: visit.spentMinutes,
  materials: visit.materials,
})

/** What has to be said before the stop can be written; the sentence is `crews.return.missing.<name>`. */
export const missingIn = ({
  result,
  reason,
  note,
  found,
  foundSubject,
}: ReturnFields): 'result' | 'reason' | 'note' | 'found' | null => {
  if (result === null) return 'result'
  const hasNote = note.trim() !== ''
  if (result === 'other_crew' && !hasNote) return 'note'
  if (result === 'not_done' && reason === null && !hasNote) return 'reason'
  if (result === 'not_done' && reason === 'other' && !hasNote) return 'note'
  return found && foundSubject.trim() === '' ? 'found' : null
}
