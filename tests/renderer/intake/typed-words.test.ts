import { afterEach, describe, expect, it } from 'vitest'
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
})
