import { expect, it } from 'vitest'
import { nextTick } from 'vue'
import { keepBusyFocus } from '@/app/busy-focus'

it('gives a button that worked the keyboard back, unless somebody has it by then', async () => {
  document.body.innerHTML = '<button id="copy">Copia</button><input id="other" />'
  keepBusyFocus(document)
  const copy = document.querySelector<HTMLButtonElement>('#copy')
  const other = document.querySelector<HTMLInputElement>('#other')
  const work = async (meanwhile: () => void): Promise<string | undefined> => {
    copy?.focus()
    copy?.toggleAttribute('disabled', true)
    await nextTick()
    // What a browser does with a button that is off.
    copy?.blur()
    meanwhile()
    copy?.toggleAttribute('disabled', false)
    await nextTick()
    return document.activeElement?.id
  }
  expect(await work(() => undefined)).toBe('copy')
  expect(await work(() => other?.focus())).toBe('other')
})
