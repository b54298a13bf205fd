import { afterEach, describe, expect, it } from 'vitest'
import { appError } from '@shared/kernel/app-error'
import { calm, fakeEngine, type FakeEngine, field, type OpenPage, openPage, press, type } from './fake-desk'

let open: OpenPage | null = null
afterEach(() => {
  open?.page.unmount()
  open = null
  document.body.innerHTML = ''
})

/** A hole is described; `take` takes the category that is proposed for it. */
const describeHole = async (): Promise<{ readonly engine: FakeEngine; readonly take: () => Promise<void> }> => {
  const engine = fakeEngine()
  open = await openPage(engine)
  await press('a', { altKey: true })
  field('description').focus()
  await type('Buca davanti al civico 12')
  await calm(500)
  return {
    engine,
    take: async () => {
      await press('c', { altKey: true })
      await calm(500)
    },
  }
}
const becomes = async (category: string): Promise<void> => {
  field('category').focus()
  await type(category)
  await press('Enter')
  await calm(500)
}

describe('a round that comes by', () => {
  it('is said while the report is typed, joined by one key, and left when the work is another', async () => {
    const { engine, take } = await describeHole()
    await take()
    const offer = () => document.querySelector('[data-test=round-offer]')
    expect(offer()?.textContent).toContain('Il giro «Buche nord» passa qui giovedì 10 dicembre')
    expect(offer()?.textContent).toContain('Strade, altre 2 segnalazioni')
    await press('p', { altKey: true })
    expect(offer()?.textContent).toContain('Salvando si unisce al giro')

    await becomes('verd')
    expect(offer()).toBeNull()
    await becomes('buca')
    // What was chosen for other work is not chosen again by itself.
    expect(offer()?.textContent).not.toContain('Salvando si unisce')
    await press('p', { altKey: true })
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toMatchObject([{ round: { roundId: 3, planned: '2026-12-10' } }])
  })
})

describe('an event that is going on', () => {
  const offer = () => document.querySelector('[data-test=storm-offer]')

  it('is said while one more of its reports is typed, joined by one key, and left when the work is another', async () => {
    const { engine, take } = await describeHole()
    expect(offer()).toBeNull()
    await take()
    expect(offer()?.textContent).toContain('Sembra parte di «Gelata»')
    expect(offer()?.textContent).toContain('evento in corso, 6 segnalazioni')
    await press('m', { altKey: true })
    expect(offer()?.textContent).toContain("Salvando si aggiunge all'evento")

    await becomes('verd')
    expect(offer()).toBeNull()
    await becomes('buca')
    expect(offer()?.textContent).not.toContain('Salvando si aggiunge')
    await press('m', { altKey: true })
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toMatchObject([{ storm: 5 }])
  })

  it('that ended while it was typed leaves the words as they are, and is chosen no more', async () => {
    const { engine, take } = await describeHole()
    await take()
    await press('m', { altKey: true })
    engine.refuse(appError('storm_closed', { field: 'storm' }))
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(field('description').value).toBe('Buca davanti al civico 12')
    expect(offer()?.textContent).not.toContain('Salvando si aggiunge')
    engine.refuse(null)
    await press('Enter', { ctrlKey: true })
    await calm()
    const [first, second] = engine.of('tickets.create')
    expect(first).toMatchObject({ storm: 5 })
    expect(second).not.toHaveProperty('storm')
  })
})
