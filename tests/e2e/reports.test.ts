import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayAt } from '@shared/deadlines/zone'
import { asInstant } from '@shared/kernel/instant'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const SHOTS = resolve('tests/out/screenshots')
const missing = hostMissing('web')

describe.skipIf(missing !== null)(`the year's figure${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-reports-'))
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 80 })
    desk = await openDesk('web', { userFolder: join(folder, 'anna'), store })
    await signIn(desk.page, 'anna')
  })
  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is told, opened down to its tickets, come back to, and taken along', async () => {
    const { page } = desk
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    const year = dayAt(asInstant(Date.now()), 'Europe/Rome').slice(0, 4)
    const closed = page.getByRole('link', { name: new RegExp(`^Chiuse entro l'anno, ${year}:`) }).first()
    await closed.waitFor()
    const count = await closed.innerText()
    await page.screenshot({ path: join(SHOTS, 'web-reports.png') })
    await closed.focus()
    await page.keyboard.press('Enter')
    await page.getByText(`${count} segnalazioni`, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Chiusura:' }).waitFor()

    await page.goBack()
    await page.getByRole('button', { name: 'Frazione' }).click()
    await page.getByRole('table', { name: 'Frazione' }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Esporta CSV' }).click()
    const saved = join(folder, 'rapporto.csv')
    await (await download).saveAs(saved)
    const text = readFileSync(saved, 'utf8')
    expect(text).toMatch(/^\ufeffPeriodo;/)
    expect(text).toContain(`;${count};`)
    expect(desk.complaints).toEqual([])
  })
})
