import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { KeptReport } from '@shared/contract/kept-report'
import { appError } from '@shared/kernel/app-error'
import KeptReportsLine from '@/features/intake/kept/KeptReportsLine.vue'
import { calm, fakeEngine, openPage, press, type } from './fake-desk'

describe('a report that joins another while the store is away', () => {
  it('is kept with what it joins, and joins it when the store is back', async () => {
    const kept: KeptReport[] = []
    const desktop = {
      keepReport: (report: KeptReport) => Promise.resolve(kept.push(report) > 0),
      keptReports: () => Promise.resolve([...kept]),
      dropReport: (key: string) =>
        Promise.resolve(void kept.splice(0, kept.length, ...kept.filter((one) => one.key !== key))),
    }
    vi.stubGlobal('desktop', desktop)
    const engine = fakeEngine()
    const open = await openPage(engine)
    await type('335 1397')
    await calm()
    await press('Enter')
    await calm()
    await press('g', { altKey: true })
    await type('Il lampione non si accende')
    engine.refuseJoin(appError('engine_unreachable'))
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(kept.map(({ input }) => input['masterId'])).toEqual([40])
    engine.refuseJoin(null)
    const line = mount(KeptReportsLine, { global: open.global ?? {} })
    await calm()
    line.unmount()
    open.page.unmount()
    vi.unstubAllGlobals()
    expect(engine.of('relations.join')).toHaveLength(2)
    expect(engine.of('tickets.create')).toEqual([])
    expect(kept).toEqual([])
  })
})
