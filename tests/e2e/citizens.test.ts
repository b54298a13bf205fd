import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')

const find = async (page: Page, text: string, name: string): Promise<void> => {
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  const search = page.getByLabel('Cerca un cittadino')
  await search.fill(text)
  await page.getByRole('region', { name: 'Elenco dei cittadini' }).getByRole('button', { name }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('article', { name }).waitFor()
}
const card = (page: Page, name: string) => page.getByRole('article', { name })

describe.skipIf(missing !== null)(`two people at the citizens' page${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let anna: DeskUnderTest
  let paolo: DeskUnderTest

  const citizen = async (name: string, phone: string, notes = ''): Promise<void> => {
    const identifiers = [{ kind: 'phone', value: phone }]
    expect(await anna.call('contacts.create', { name, address: 'Via Romana 12', notes, identifiers })).toMatchObject({
      ok: true,
    })
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-citizens-'))
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 40 })
    anna = await openDesk('web', { userFolder: join(folder, 'anna'), store })
    paolo = await openDesk('web', { userFolder: join(folder, 'paolo'), store })
    await signIn(anna.page, 'anna')
    await signIn(paolo.page, 'paolo')
    await anna.join()
  })
  afterAll(async () => {
    await paolo.close()
    await anna.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('find somebody by a number, both change them, and are asked only where they meet', async () => {
    await citizen('Nadia Tognarini', '335 1397378')
    await find(anna.page, '3351397', 'Nadia Tognarini')
    await find(paolo.page, 'togn', 'Nadia Tognarini')

    await anna.page.getByRole('button', { name: 'Modifica' }).click()
    await paolo.page.getByRole('button', { name: 'Modifica' }).click()
    await anna.page.getByLabel('Annotazioni').fill('Chiamare dopo le 18')
    await anna.page.getByRole('button', { name: 'Aggiungi un recapito' }).click()
    await anna.page.keyboard.type('nadia@posta.example')
    await anna.page.keyboard.press('Control+Enter')
    await card(anna.page, 'Nadia Tognarini').getByText('nadia@posta.example').waitFor()

    await paolo.page.getByRole('button', { name: 'Aggiungi un recapito' }).click()
    await paolo.page.keyboard.type('12')
    await paolo.page.getByText('Non è un numero di telefono.').waitFor()
    expect(await paolo.page.getByRole('button', { name: 'Salva' }).isDisabled()).toBe(true)
    await paolo.page.keyboard.press('Control+a')
    await paolo.page.keyboard.type('0583 935111')
    await paolo.page.getByLabel('Annotazioni').fill('Sente poco')
    await paolo.page.keyboard.press('Control+Enter')
    const clash = paolo.page.getByRole('dialog', { name: /^Annotazioni/ })
    await clash.getByText('Chiamare dopo le 18').waitFor()
    await clash.getByRole('button', { name: 'Scrivi la mia' }).click()

    for (const { page } of [anna, paolo])
      for (const text of ['335 139 7378', 'nadia@posta.example', '0583 935111', 'Sente poco'])
        await card(page, 'Nadia Tognarini').getByText(text).first().waitFor()
    expect(anna.complaints).toEqual([])
  })

  it('keep what was typed until somebody says that it may go', async () => {
    const { page } = anna
    await find(page, 'togn', 'Nadia Tognarini')
    await page.getByRole('heading', { name: 'Nadia Tognarini' }).click()
    await page.keyboard.press('e')
    await page.getByLabel('Indirizzo di casa').fill('Via Nuova 3')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').getByRole('button', { name: 'Annulla' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.getByLabel('Indirizzo di casa').inputValue()).toBe('Via Nuova 3')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Lascia le modifiche' }).click()
    await card(page, 'Nadia Tognarini').getByText('Via Romana 12').waitFor()
  })

  it('make two cards one after a look at what stays, and two again', async () => {
    await citizen('Mario Rossi', '340 1112223', 'Sordo')
    await citizen('Rossi Mario', '340 1112223', 'Ha una PEC')
    const { page } = anna
    await find(page, '340111', 'Mario')
    await page.getByRole('button', { name: 'Confronta…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Unisci due schede' })
    await dialog.getByRole('radio', { name: 'Mario Rossi', exact: true }).click()
    await dialog.getByText('Nessuna segnalazione passa').waitFor()
    await dialog.getByRole('button', { name: 'Unisci', exact: true }).click()
    await card(page, 'Mario Rossi').getByText('Schede unite a questa').waitFor()
    await card(page, 'Mario Rossi').getByText('Sordo').waitFor()
    await card(page, 'Mario Rossi').getByText('Ha una PEC').waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText('Le schede sono di nuovo due').first().waitFor()
    await page.getByRole('button', { name: 'Confronta…' }).waitFor()
    expect(anna.complaints).toEqual([])
  })

  it('come there from a ticket, and a reader finds nothing to change', async () => {
    const lettore = await openDesk('web', { userFolder: join(folder, 'lettore'), store: join(folder, 'a.db') })
    try {
      await signIn(lettore.page, 'lettore')
      const { page } = lettore
      await page.keyboard.press('g')
      await page.keyboard.press('p')
      const list = page.getByRole('region', { name: 'Elenco dei cittadini' })
      await list.getByRole('button', { name: '1 segnalazione' }).first().click()
      const ticket = page.getByRole('article').getByRole('link', { name: /SEGN-/ }).first()
      await ticket.click()
      const citizenLink = page.getByRole('region', { name: 'Cittadino' }).getByRole('link').first()
      const name = (await citizenLink.textContent())?.trim() ?? ''
      await citizenLink.click()
      await card(page, name).waitFor()
      expect(await page.getByRole('button', { name: 'Modifica' }).count()).toBe(0)
      expect(await page.getByRole('button', { name: 'Nuovo cittadino' }).count()).toBe(0)
    } finally {
      await lettore.close()
    }
  })
})
