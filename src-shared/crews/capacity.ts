/** What a crew can do in one day; 0 means that nobody has set a limit. */
export interface Capacity {
  readonly visits: number
  readonly minutes: number
}

export interface PlannedVisit {
  readonly minutes: number
}

export interface DayLoad {
  readonly visits: number
  readonly minutes: number
  /** By how much the day is too full; 0 while it fits. */
  readonly overVisits: number
  readonly overMinutes: number
}

const over = (load: number, limit: number): number => (limit > 0 ? Math.max(0, load - limit) : 0)

/** The load of one crew's day against its capacity. Too full is shown, never refused: a storm does not ask. */
export const dayLoad = (visits: readonly PlannedVisit[], capacity: Capacity): DayLoad => {
  const minutes = visits.reduce((sum, visit) => sum + visit.minutes, 0)
  return {
    visits: visits.length,
    minutes,
    overVisits: over(visits.length, capacity.visits),
    overMinutes: over(minutes, capacity.minutes),
  }
}

export const isOverfull = (load: DayLoad): boolean => load.overVisits > 0 || load.overMinutes > 0
