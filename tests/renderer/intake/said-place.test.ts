import { afterEach, describe, expect, it } from 'vitest'
import { calm, fakeEngine, field, focused, type OpenPage, openPage, press, type } from './fake-desk'

let open: OpenPage | null = null
afterEach(() => {
  open?.page.unmount()
  open = null
  document.body.innerHTML = ''
})

describe('the place of a report', () => {
  it('is offered out of the words while nobody has said where, and taken by one key without leaving them', async () => {
    open = await openPage(fakeEngine())
    field('description').focus()
    await type('In via Romana 12 c’è una buca')
    await calm(500)
    expect(field('place').value).toBe('')
    await press('v', { altKey: true })
    await calm()
    expect(field('place').value).toBe('Via Romana 12')
    expect(document.body.textContent).toContain('Punto del numero civico')
    expect(document.querySelector('[data-test=said-place]')).toBeNull()
    expect(focused()).toBe('intake-description')
  })
})
