import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { Role } from '@shared/accounts/permissions'
import type { KeptReport } from '@shared/contract/kept-report'
import { appError } from '@shared/kernel/app-error'
import KeptReportsLine from '@/features/intake/kept/KeptReportsLine.vue'
import { STORE_AWAY } from '@/client/recall'
import { calm, fakeEngine, openPage, press, type } from './fake-desk'

describe('a report that joins another while the store is away', () => {
  it.each(STORE_AWAY)('is kept with what it joins, and joins it when the store is back (%s)', async (code) => {
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
    engine.refuseJoin(appError(code))
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(kept.map(({ input }) => input['masterId'])).toEqual([40])
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const line = mount(KeptReportsLine, { global: open.global ?? {} })
    await calm()
    const whileAway = kept.length
    engine.refuseJoin(null)
    await calm(10_000)
    line.unmount()
    open.page.unmount()
    vi.unstubAllGlobals()
    expect(whileAway).toBe(1)
    expect(engine.of('relations.join')).toHaveLength(3)
    expect(engine.of('tickets.create')).toEqual([])
    expect(kept).toEqual([])
  })
})

describe('a report that a colleague left waiting', () => {
  const left = (over: Partial<KeptReport> = {}): KeptReport => ({
    key: 'kept-report-1',
    store: 'archivio.db',
    userId: 9,
    userName: 'Bruno',
    at: NOW as KeptReport['at'],
    input: { channel: 'phone', description: 'Il fosso trabocca', place: { ...NOWHERE, text: 'Via dei Colli' } },
    ...over,
  })
  const NOWHERE = { text: '', districtId: null, lat: null, lon: null, precision: 'none' }
  const NOW = 1_795_000_000_000

  const openLine = async (roles: Role[], reports: KeptReport[]) => {
    vi.stubGlobal('desktop', {
      keptReports: () => Promise.resolve([...reports]),
      dropReport: (key: string) =>
        Promise.resolve(void reports.splice(0, reports.length, ...reports.filter((one) => one.key !== key))),
    })
    const engine = fakeEngine()
    const open = await openPage(engine, '/nuova', roles)
    const line = mount(KeptReportsLine, { attachTo: document.body, global: open.global ?? {} })
    await calm()
    await line.get('button').trigger('click')
    await calm()
    const button = (name: string): HTMLButtonElement | undefined =>
      [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')].find(
        (one) => one.textContent.trim() === name,
      )
    const click = async (name: string): Promise<void> => {
      button(name)?.click()
      await calm()
    }
    const end = (): void => {
      line.unmount()
      open.page.unmount()
      vi.unstubAllGlobals()
    }
    return { engine, button, click, end, dialog: () => document.querySelector('[role=dialog]')?.textContent ?? '' }
  }

  it('is filed by a manager under the key of its writer, and the ticket says whose it was', async () => {
    const reports = [left()]
    const { engine, click, end, dialog } = await openLine(['manager'], reports)
    expect(dialog()).toContain('Bruno')
    expect(dialog()).toContain('Via dei Colli')
    expect(engine.of('tickets.create'), 'nothing is filed by itself').toEqual([])
    await click('Registra a mio nome')
    end()
    expect(engine.of('tickets.create')).toMatchObject([{ description: 'Il fosso trabocca', keptBy: 9 }])
    expect(engine.calls.find(({ name }) => name === 'tickets.create')?.input).toMatchObject({ key: 'kept-report-1' })
    expect(engine.of('tickets.addNote')).toMatchObject([{ id: 41, text: expect.stringContaining('Bruno') as string }])
    expect(reports).toEqual([])
  })

  it('is not touched by somebody at the counter, who reads whom to ask', async () => {
    const reports = [left()]
    const { button, end, dialog } = await openLine(['counter'], reports)
    const text = dialog()
    const buttons = [button('Registra a mio nome'), button('Scarta…')]
    end()
    expect(text).toContain('un responsabile')
    expect(buttons).toEqual([undefined, undefined])
  })

  it('is discarded only after its reader was told what is lost, and may be kept all the same', async () => {
    const reports = [left()]
    const { click, end, dialog } = await openLine(['manager'], reports)
    await click('Scarta…')
    const asked = [dialog(), reports.length] as const
    await click('Tienila')
    await click('Scarta…')
    const before = reports.length
    await click('Scarta per sempre')
    end()
    expect(asked).toEqual([expect.stringContaining('si perdono per sempre'), 1])
    expect(before).toBe(1)
    expect(reports).toEqual([])
  })
})
