import { DAY_MS, type Instant } from '@shared/kernel/instant'

export type DeadlineTone = 'past' | 'soon' | 'far'

/** `soon` is within a day of the clock: what the view *In scadenza* calls so is the engine's to say. */
export const deadlineTone = (dueAt: Instant, now: number): DeadlineTone => {
  if (dueAt <= now) return 'past'
  return dueAt - now <= DAY_MS ? 'soon' : 'far'
}
