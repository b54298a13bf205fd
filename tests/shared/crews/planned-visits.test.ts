import { describe, expect, it } from 'vitest'
import { type VisitStep, visitsAtStep } from '@shared/crews/planned-visits'
import { asDay } from '@shared/kernel/instant'
import { OUTCOMES, TICKET_STATUSES } from '@shared/tickets/vocabulary'

const monday = { day: asDay('2026-11-23') }
const friday = { day: asDay('2026-11-27') }
const planned = [monday, friday]
const at = (step: Partial<VisitStep>): ReturnType<typeof visitsAtStep<typeof monday>> =>
  visitsAtStep({ from: 'assigned', to: 'assigned', outcome: null, waitingUntil: null, ...step }, planned)

describe('the planned visits of a ticket that takes a step', () => {
  it('leave the board when it closes; only works still to come may keep them', () => {
    for (const outcome of OUTCOMES)
      expect(at({ to: 'closed', outcome })).toEqual({ leaving: planned, mayKeep: outcome === 'planned_works' })
  })

  it('leave with a merged report: its master has visits of its own', () => {
    expect(at({ to: 'merged' })).toEqual({ leaving: planned, mayKeep: false })
  })

  it('leave when another body takes over, unless a person keeps them; a later chase date touches them no more', () => {
    expect(at({ to: 'forwarded' })).toEqual({ leaving: planned, mayKeep: true })
    expect(at({ from: 'forwarded', to: 'forwarded' }).leaving).toEqual([])
  })

  it('leave when they fall before the end of the waiting; the later ones stay', () => {
    expect(at({ to: 'waiting', waitingUntil: asDay('2026-11-27') })).toEqual({ leaving: [monday], mayKeep: true })
    expect(at({ to: 'waiting', waitingUntil: asDay('2026-12-24') }).leaving).toEqual(planned)
  })

  it('leave with the crew that is withdrawn, but not when the ticket comes back from aside or is reopened', () => {
    for (const from of ['assigned', 'in_progress', 'done'] as const)
      expect(at({ from, to: 'accepted' })).toEqual({ leaving: planned, mayKeep: false })
    for (const from of ['waiting', 'forwarded', 'closed'] as const)
      expect(at({ from, to: 'accepted' }).leaving).toEqual([])
  })

  it('leave, or are kept for a last look, when the work is marked as done', () => {
    expect(at({ to: 'done' })).toEqual({ leaving: planned, mayKeep: true })
  })

  it('stay while the work goes on, wherever it came from', () => {
    for (const from of TICKET_STATUSES)
      for (const to of ['assigned', 'in_progress'] as const) expect(at({ from, to }).leaving).toEqual([])
  })
})
