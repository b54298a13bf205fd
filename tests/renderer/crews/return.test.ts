import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { Returned, Visit } from '@shared/contract/crews'
import type { VisitId } from '@shared/kernel/ids'
import { ok } from '@shared/kernel/result'
import { useReturn } from '@/features/crews/use-return'
import { setUp } from '../../support/mount-part'

const visit = (id: number): Visit =>
  ({
    id,
    crewId: 1,
    day: '2026-11-26',
    status: 'planned',
    reason: null,
    note: '',
    spentMinutes: null,
    materials: '',
    reportedAt: null,
    inRound: false,
    ticket: { id: id * 10, subject: `Buca ${id}` },
  }) as unknown as Visit

const [FIRST, SECOND] = [1 as VisitId, 2 as VisitId]

describe('whoever takes the crew’s results back', () => {
  let close = (): void => undefined
  afterEach(() => close())

  const openDesk = () => {
    const { result, bridge, unmount } = setUp(() => useReturn(), {
      'crews.returned': (input) => {
        const { visitId } = input as { visitId: number }
        return ok({ visit: visit(visitId), crewName: 'Squadra', reportedBy: '', photos: [] } as unknown as Returned)
      },
      'crews.board': () => ok({ crews: [], visits: [visit(1), visit(2)], round: {} }),
      'crews.report': () => ok({}),
    })
    close = unmount
    return { desk: result, bridge }
  }

  it('finds what was typed at a stop after a look at another one, until it is written', async () => {
    const { desk } = openDesk()
    await desk.byId(FIRST)
    desk.fields.result = 'not_done'
    desk.fields.note = 'Cancello chiuso'
    await desk.byId(SECOND)
    expect([desk.fields.result, desk.fields.note]).toEqual([null, ''])
    expect([...desk.unwritten.value]).toEqual([FIRST])

    await desk.byId(FIRST)
    expect([desk.fields.result, desk.fields.note]).toEqual(['not_done', 'Cancello chiuso'])
    expect(await desk.save()).toBe(true)
    await flushPromises()
    expect(desk.unwritten.value.size).toBe(0)
    await desk.byId(FIRST)
    expect(desk.fields.note).toBe('')
  })

  it('writes nothing of a stop where something else was found and nobody says what', async () => {
    const { desk, bridge } = openDesk()
    await desk.byId(FIRST)
    Object.assign(desk.fields, { result: 'done', found: true, foundText: 'Un cavo fuori terra' })
    expect(await desk.save()).toBe(false)
    expect(desk.missing.value).toBe('found')
    expect(bridge.asked.some(({ name }) => name === 'crews.report')).toBe(false)
    expect(desk.fields.foundText).toBe('Un cavo fuori terra')
  })

  it('keeps nothing of a stop that was only looked at', async () => {
    const { desk } = openDesk()
    await desk.byId(FIRST)
    await desk.byId(SECOND)
    expect(desk.unwritten.value.size).toBe(0)
  })
})
