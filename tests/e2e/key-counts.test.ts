import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { freePorts } from '../support/free-ports'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')
/** What a report by telephone may cost beside its words; no other of the six costs more. */
const MOST_KEYS = 12

/** Two hands on a keyboard: a chord is one press, the words themselves are not counted, and there is no mouse. */
class Hands {
  #pressed = 0

  constructor(private readonly page: Page) {}

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.#pressed += 1
      await this.page.keyboard.press(key)
    }
  }

  type(words: string): Promise<void> {
    return this.page.keyboard.type(words)
  }

  /** How many since the last time. */
  count(): number {
    const pressed = this.#pressed
    this.#pressed = 0
    return pressed
  }
}

describe.skipIf(missing !== null)(`the six commonest tasks${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest
  let page: Page
  let hands: Hands
  let address: string
  const counts: [task: string, keys: number][] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-keys-'))
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 150 })
    desk = await openDesk('web', { userFolder: join(folder, 'utente'), store })
    page = desk.page
    hands = new Hands(page)
    await signIn(page, 'anna')
    await desk.join()
    address = await someDoor()
  })
  afterAll(async () => {
    const width = Math.max(...counts.map(([task]) => task.length))
    const table = counts.map(([task, keys]) => `  ${task.padEnd(width)}  ${String(keys).padStart(3)}`)
    console.log(['Key presses beside the words:', ...table].join('\n'))
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const asked = async <T>(name: string, input: unknown): Promise<T> => {
    const answer = await desk.call<T>(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`)
    return answer.value
  }
  /** Not every house number exists. */
  const someDoor = async (): Promise<string> => {
    const find = async (text: string) =>
      (await asked<{ places: { text: string; precision: string }[] }>('places.find', { text })).places
    for (const { text } of await find('via'))
      for (const number of [1, 2, 3, 4, 5]) {
        const door = (await find(`${text} ${number}`)).find(({ precision }) => precision === 'address')
        if (door !== undefined) return door.text
      }
    throw new Error('no street has a house')
  }
  const done = (task: string): number => {
    const keys = hands.count()
    counts.push([task, keys])
    return keys
  }
  const at = (field: string): Promise<void> => page.locator(`#intake-${field}:focus`).waitFor()
  const option = (text: string | RegExp): Promise<void> => page.getByRole('option', { name: text }).first().waitFor()
  /** Saved, and its page is there. */
  const saved = async (): Promise<string> => {
    await page.waitForURL(/\/ticket\/\d+/)
    const heading = page.getByRole('heading', { name: /SEGN-/ }).first()
    await heading.waitFor()
    return /SEGN-\d{4}-\d{6}/.exec(await heading.innerText())?.[0] ?? ''
  }
  /** From the place to the end, whoever reports. */
  const sayWhereAndWhat = async (words: string, save: string): Promise<void> => {
    await at('place')
    await hands.type(address)
    await option(address)
    await hands.press('Enter')
    await at('description')
    await hands.type(words)
    await page.locator('[data-test=proposal]').waitFor()
    await hands.press('Alt+c', save)
  }
  const open = async (number: string): Promise<void> => {
    await hands.press('Control+k')
    await page.getByRole('dialog').getByRole('textbox').waitFor()
    await hands.type(number)
    // Ahead of its list: Enter opens what the words find once they have.
    await hands.press('Enter')
    await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
    // A letter that comes while the palette is still closing belongs to the palette.
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
  const written = async (subject: string): Promise<string> => {
    const contact = {
      name: 'Ada Bruni',
      address: '',
      notes: '',
      identifiers: [{ kind: 'phone', value: '0583 445566' }],
    }
    const place = { text: address, districtId: null, lat: null, lon: null, precision: 'address' }
    const input = { channel: 'phone', description: subject, place, reporter: { kind: 'new', contact } }
    return (await asked<{ number: string }>('tickets.create', input)).number
  }

  it('a telephone report of somebody new', async () => {
    await hands.press('F2')
    await at('reporter')
    await hands.press('Alt+2')
    await hands.type('0583 998877')
    await option(/Nuova persona/)
    await hands.press('Enter')
    await at('name')
    await hands.type('Piero Nuti')
    await hands.press('Enter')
    await sayWhereAndWhat('Il lampione davanti alla scuola è spento', 'Control+Enter')
    await saved()
    expect(done('phone report, new caller')).toBeLessThanOrEqual(MOST_KEYS)
  })

  it('a telephone report of somebody known, typed or named by the switchboard', async () => {
    await hands.press('F2')
    await at('reporter')
    await hands.press('Alt+2')
    await hands.type('0583998877')
    await option(/Piero Nuti/)
    await hands.press('Enter')
    await sayWhereAndWhat('Buca profonda in mezzo alla strada', 'Control+Enter')
    await saved()
    expect(done('phone report, known caller')).toBeLessThanOrEqual(MOST_KEYS)

    const [port] = await freePorts(1)
    const { url } = await asked<{ url: string }>('telephone.start', { port })
    const call = { event: 'newCall', callId: 'c-1', from: '390583998877', to: '3351397378', direction: 'in' }
    expect((await fetch(url, { method: 'POST', body: new URLSearchParams(call) })).status).toBe(200)
    await page.locator('[data-test=ringing]').getByText('Piero Nuti', { exact: true }).waitFor()
    await hands.press('F4')
    await sayWhereAndWhat('Buca larga vicino al marciapiede', 'Control+Enter')
    const number = await saved()
    expect(done('phone report, named by the switchboard')).toBeLessThanOrEqual(MOST_KEYS)
    const { calls } = await asked<{ calls: { ticket: { number: string } | null; by: string }[] }>('calls.list', {})
    expect(calls).toMatchObject([{ by: 'Anna (amministrazione)', ticket: { number } }])
  })

  it('a report at the counter, with its receipt', async () => {
    await hands.press('F2')
    await at('reporter')
    await hands.type('Lina Bardi')
    await option(/Nuova persona/)
    await hands.press('Enter')
    await at('phone')
    await hands.type('3471234567')
    await hands.press('Enter')
    await sayWhereAndWhat('Il lampione del giardino è spento da ieri', 'Control+Shift+Enter')
    await page.getByRole('heading', { name: 'Ricevuta della segnalazione' }).waitFor()
    expect(done('counter report with receipt')).toBeLessThanOrEqual(MOST_KEYS)
  })

  it('a reply with a ready answer', async () => {
    await open(await written('Panchina rotta'))
    await hands.press('r')
    await page.getByRole('textbox', { name: 'Risposta al cittadino' }).waitFor()
    await hands.press('Control+;')
    await hands.type('presa')
    await page.getByRole('option', { name: 'Presa in carico', selected: true }).waitFor()
    await hands.press('Enter')
    const text = page.getByRole('textbox', { name: 'Risposta al cittadino' })
    await expect.poll(() => text.inputValue()).toContain('Gentile Ada Bruni')
    await hands.press('Control+Enter')
    await page.getByText("L'abbiamo presa in carico").first().waitFor()
    expect(done('reply with a ready answer')).toBeLessThanOrEqual(MOST_KEYS)
  })

  it('an assignment to a crew', async () => {
    await open(await written('Cartello piegato'))
    await hands.press('a')
    await page.getByRole('dialog').getByRole('radio').first().waitFor()
    await hands.press('Space', 'Control+Enter')
    await page.getByRole('button', { name: /^Stato: Assegnata/ }).waitFor()
    expect(done('assign to a crew')).toBeLessThanOrEqual(MOST_KEYS)
  })

  it('a closing with the official answer', async () => {
    await open(await written('Fontana che perde'))
    await hands.press('e')
    await page.getByRole('dialog').getByRole('radio').first().waitFor()
    await hands.press('Space', 'Control+;')
    await page.getByRole('combobox', { name: /risposte/i }).waitFor()
    await hands.type('intervento fatto')
    await page.getByRole('option', { name: 'Intervento fatto', selected: true }).waitFor()
    await hands.press('Enter', 'Control+Enter')
    await page.getByRole('button', { name: /^Stato: Chiusa/ }).waitFor()
    expect(done('close with the official answer')).toBeLessThanOrEqual(MOST_KEYS)
    expect(counts).toHaveLength(7)
  })
})
