/** How long a page offers to take a step back. */
export const UNDO_OFFERED_MS = 15_000

/** How long the engine honours it: a click at the last moment may meet a busy store. */
export const UNDO_HONOURED_MS = 60_000

export interface StepTaken {
  readonly at: number
  readonly actorId: number | null
  /** Whether the ticket was moved, assigned or planned again since. */
  readonly movedSince: boolean
}

/** A step is taken back only by whoever took it, shortly after, and while nothing else was built on it. */
export const mayUndoStep = (step: StepTaken, by: { readonly userId: number; readonly now: number }): boolean =>
  !step.movedSince && step.actorId === by.userId && by.now - step.at <= UNDO_HONOURED_MS
