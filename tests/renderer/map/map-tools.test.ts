import * as L from 'leaflet'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Measured, measureTool } from '@/features/map/measure-tool'
import { rectangle } from '@/features/map/selection'
import { type SelectionTool, selectionTool } from '@/features/map/selection-tool'

let map: L.Map
let field: HTMLInputElement
beforeEach(() => {
  const box = document.createElement('div')
  field = document.createElement('input')
  document.body.append(box, field)
  map = L.map(box, { center: [43.85, 10.57], zoom: 14 })
})
afterEach(() => {
  map.remove()
  document.body.replaceChildren()
})
const press = (key: string, on: EventTarget = map.getContainer()): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  on.dispatchEvent(event)
  return event
}

describe('a tool to choose tickets with', () => {
  let givenUp: number
  let tool: SelectionTool
  beforeEach(() => {
    givenUp = 0
    tool = selectionTool(
      map,
      () => undefined,
      () => {
        givenUp += 1
        tool.arm(null)
      },
    )
  })
  const shapes = (): number => {
    let count = 0
    map.eachLayer((layer) => (count += layer instanceof L.Path ? 1 : 0))
    return count
  }

  it('is put away by Escape before anything is drawn, and what was drawn before stays', () => {
    tool.show(rectangle([10.56, 43.84, 10.58, 43.86]))
    tool.arm('freehand')
    press('Escape')
    expect(givenUp).toBe(1)
    expect(shapes()).toBe(1)
    press('Escape')
    expect(givenUp, 'it is put away already').toBe(1)
  })

  it('leaves what was drawn before where a drag was a slip', () => {
    tool.show(rectangle([10.56, 43.84, 10.58, 43.86]))
    tool.arm('rectangle')
    map.getContainer().dispatchEvent(new PointerEvent('pointerdown', { button: 0, bubbles: true, cancelable: true }))
    document.dispatchEvent(new PointerEvent('pointerup'))
    expect(shapes()).toBe(1)
  })
})

describe('the tape on the map', () => {
  it('takes its last point back by Backspace, which in a field is a letter less', () => {
    let now: Measured | null = null
    const tape = measureTool(
      map,
      (told) => (now = told),
      () => undefined,
    )
    tape.arm(true)
    press('Enter')
    press('Enter')
    expect(now).toMatchObject({ points: 2 })
    expect(press('Backspace', field).defaultPrevented).toBe(false)
    expect(now).toMatchObject({ points: 2 })
    expect(press('Backspace').defaultPrevented).toBe(true)
    expect(now).toMatchObject({ points: 1 })
  })
})
