import { afterEach, describe, expect, it } from 'vitest'
import { calm, fakeEngine, field, focused, type OpenPage, openPage, press, type } from './fake-desk'

let open: OpenPage | null = null
afterEach(() => {
  open?.page.unmount()
  open = null
})

describe('a telephone system that names the caller', () => {
  it('begins a report with the number, finds the citizen, and what stood in the form waits', async () => {
    open = await openPage(fakeEngine(), '/nuova?numero=335%20139%207378')
    await calm()
    expect(document.body.textContent).toContain('Lucia Bianchi')
    expect(focused()).toBe('intake-place')
    expect(open.router.currentRoute.value.fullPath).toBe('/nuova')

    field('description').focus()
    await type('Buca in via Romana')
    await open.router.push('/nuova?numero=0583%20429211')
    await calm()
    expect([field('phone').value, focused(), field('description').value]).toEqual(['0583 429211', 'intake-name', ''])
    expect(document.body.textContent).toContain('Lasciata a metà')
  })

  it('tells the ticket which call it came of, and leaves a choice where a number is shared or hidden', async () => {
    const engine = fakeEngine()
    open = await openPage(engine, '/nuova?numero=335%20139%207378&chiamata=9')
    await calm()
    field('description').focus()
    await type('Buca in via Romana')
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toMatchObject([{ callId: 9, reporter: { kind: 'known', contactId: 7 } }])

    await open.router.push('/nuova?numero=&chiamata=10')
    await calm()
    expect([field('reporter').value, focused()]).toEqual(['', 'intake-reporter'])
  })

  it('keeps nothing of a call whose form was opened and left, since the log has it', async () => {
    const engine = fakeEngine()
    open = await openPage(engine, '/nuova?numero=335%20139%207378&chiamata=9')
    await calm(1200)
    expect(engine.draft()).toMatchObject({ text: '', data: {} })
    field('description').focus()
    await type('Buca')
    await calm(1200)
    expect(engine.draft()).toMatchObject({ text: 'Buca', data: { callId: 9, reporter: 'known' } })
  })

  it('leaves nothing of a call that nobody wrote anything of, and never more than five reports', async () => {
    const engine = fakeEngine()
    open = await openPage(engine, '/nuova?numero=0583%20429210')
    await calm()
    const calls = async (number: number): Promise<void> => {
      await open?.router.push(`/nuova?numero=0583%204292${number}`)
      await calm()
    }
    const waiting = () => (engine.draft().data['waiting'] ?? []) as { form: { description: string } }[]
    await calls(11)
    expect(field('phone').value).toBe('0583 429211')
    expect(waiting()).toEqual([])
    for (const number of [12, 13, 14, 15, 16, 17]) {
      field('description').focus()
      await type(`Buca ${number}`)
      await calls(number)
    }
    expect(waiting().map(({ form }) => form.description)).toEqual(
      [17, 16, 15, 14, 13].map((number) => `Buca ${number}`),
    )
  })
})
