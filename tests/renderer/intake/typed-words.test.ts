import { afterEach, describe, expect, it } from 'vitest'
import { ok } from '@shared/kernel/result'
import { calm, fakeEngine, type FakeEngine, field, focused, type OpenPage, openPage, press, type } from './fake-desk'

let open: OpenPage | null = null
const start = async (engine: FakeEngine): Promise<void> => {
  open = await openPage(engine)
}
afterEach(() => {
  open?.page.unmount()
  open = null
  document.body.innerHTML = ''
})

describe('what is typed of a person and a place', () => {
  it('leaves an address as it was written where the register knows no such words, and offers what is like it below', async () => {
    await start(fakeEngine())
    field('place').focus()
    await type('via roma 10')
    await calm()
    const offered = [...document.querySelectorAll('#intake-place-list li')].map((row) => row.textContent)
    expect(offered[0]).toContain('Come scritto: via roma 10')
    expect(offered[1]).toContain('forse')
    await press('Enter')
    await calm()
    expect([field('place').value, focused()]).toEqual(['via roma 10', 'intake-description'])
    expect(document.body.textContent).toContain('Solo scritto')

    field('place').focus()
    await type('via roma 11')
    await calm()
    await press('ArrowDown')
    await press('Enter')
    expect(field('place').value).toBe('Via Romana ')
  })

  it('parts the name and the number of a new person, and goes on to the place', async () => {
    await start(fakeEngine())
    await type('Carla Benedetti 0583 935521')
    await calm()
    await press('Enter')
    await calm()
    expect([field('name').value, field('phone').value]).toEqual(['Carla Benedetti', '0583 935521'])
    expect(focused()).toBe('intake-place')
  })

  it('takes the district that a landmark names, until a person says another', async () => {
    const engine = fakeEngine()
    await start(engine)
    await press('a', { altKey: true })
    await type('dietro il campo sportivo di Lunata')
    await calm()
    expect(document.body.textContent).toContain('dalle parole del luogo')
    await type('dietro il campo sportivo')
    await calm()
    expect(document.body.textContent).not.toContain('dalle parole del luogo')
    await type('campo sportivo, Lunata')
    field('description').focus()
    await type('Buca davanti al civico 12')
    await press('Enter', { ctrlKey: true })
    await calm()
    expect(engine.of('tickets.create')).toMatchObject([
      { place: { text: 'campo sportivo, Lunata', districtId: 5, lat: null, precision: 'district' } },
    ])
  })

  it('does what was pressed ahead of the list once the list comes, unless the words have gone on', async () => {
    await start(fakeEngine())
    await press('a', { altKey: true })
    await type('via romana 12')
    field('description').focus()
    expect(document.body.textContent).not.toContain('Punto del numero civico')
    await calm()
    expect(field('place').value).toBe('Via Romana 12')
    expect(document.body.textContent).toContain('Punto del numero civico')

    expect(document.body.textContent).toContain('Lunata')

    field('place').focus()
    await type('via roma')
    expect(document.body.textContent).not.toContain('Lunata')
    await press('Enter')
    await type('via romano')
    await calm()
    expect([field('place').value, focused()]).toEqual(['via romano', 'intake-place'])
  })

  it('never offers what was found for other words', async () => {
    const engine = fakeEngine()
    await start(engine)
    await type('luc')
    await calm()
    let answer: (value: unknown) => void = () => undefined
    engine.hold('contacts.find', new Promise((resolve) => (answer = resolve)))
    await type('mario')
    await calm()
    await press('Enter')
    expect(document.querySelector('#intake-reporter-list')?.textContent).not.toContain('Lucia')
    expect(field('reporter').value).toBe('mario')
    answer(ok({ contacts: [] }))
    await calm()
    expect(field('name').value).toBe('mario')
  })

  it('asks again who it is when the person is taken back, so that Enter goes on', async () => {
    await start(fakeEngine())
    await type('mario')
    // Ahead of its question, which is not asked then.
    await press('Tab')
    await calm()
    document.querySelector<HTMLElement>('#intake-change')?.click()
    await calm()
    await press('Enter')
    await calm()
    expect([field('name').value, focused()]).toEqual(['mario', 'intake-phone'])
  })

  it('finds a category by a word that the reports have taught, and says when there is none', async () => {
    await start(fakeEngine())
    field('category').focus()
    await type('bucaccia')
    await press('Tab')
    field('description').focus()
    await calm()
    expect(field('category').value).toBe('Buca')

    field('category').focus()
    await type('xyz')
    await calm()
    expect(document.body.textContent).toContain('Nessuna categoria con queste parole')
  })
})
