import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Catalog } from '@shared/contract/settings'
import type { ForwardingRow } from '@shared/contract/forwarding'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { openStore } from '@main/store/open'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')

describe.skipIf(missing !== null)(`what is another body's${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-forwarding-'))
    const path = join(folder, 'a.db')
    await makeDemoStore(path, { tickets: 120 })
    // Letters are held and never leave: the demonstration's mailbox has no password.
    const store = await openStore(path)
    if (!store.ok) throw new Error(store.error.code)
    await store.value.write(async (db) => {
      await db.updateTable('mailboxes').set({ active: 1 }).execute()
      // Which bodies have something to be reminded of depends on the hour at which the store is made: all can be written to.
      await db.updateTable('bodies').set({ pec: 'protocollo@ente.invalid' }).where('pec', '=', '').execute()
    })
    await store.value.close()
    desk = await openDesk('web', { userFolder: join(folder, 'utente'), store: path })
    await signIn(desk.page, 'giorgio')
    await desk.join()
  })
  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const valueOf = async <T>(name: string, input: object): Promise<T> => {
    const answer = await desk.call<T>(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`)
    return answer.value
  }

  it('shows whose it is and why, goes there with its letter by two keys, and is taken back by one', async () => {
    const { page } = desk
    const { id, number } = await valueOf<{ id: number; number: string }>('tickets.create', {
      channel: 'phone',
      subject: 'Guard-rail divelto',
      place: { text: 'SP 23 km 4+300', districtId: null, lat: null, lon: null, precision: 'street' },
    })
    await page.evaluate((hash) => {
      location.hash = hash
    }, `#/ticket/${id}`)
    await page.getByText('Strada provinciale SP 23 → Provincia di Lucca').first().waitFor()
    await page.getByRole('button', { name: 'Trasmetti a Provincia di Lucca' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('secondo la regola «Strade provinciali e regionali»').waitFor()
    await dialog.getByRole('textbox', { name: 'Testo' }).focus()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Lettera all').first().waitFor()
    const { forwarding } = await valueOf<{ forwarding: ForwardingRow | null }>('forwarding.ofTicket', { ticketId: id })
    expect(forwarding).toMatchObject({ number, state: 'quiet', letter: { state: 'held' } })
    await page.keyboard.press('Control+z')
    await page.getByText(`${number}: tornata com'era`).first().waitFor()
    expect(await valueOf('forwarding.ofTicket', { ticketId: id })).toEqual({ forwarding: null })
  })

  it('stands in Trasmesse, to be chased first, and is reminded by one key', async () => {
    const { page } = desk
    const { bodies } = await valueOf<Catalog>('settings.catalog', {})
    const before = await valueOf<{ rows: ForwardingRow[]; counts: { overdue: number } }>('forwarding.list', {})
    expect(before.rows[0]?.state).toBe('overdue')
    const first = before.rows.find((row) => row.state === 'overdue')
    await page.getByRole('link', { name: /^Trasmesse/ }).click()
    const row = page.getByRole('row', { name: new RegExp(first?.number ?? '') })
    await row.click()
    await page.keyboard.press('l')
    const body = bodies.find(({ id }) => id === first?.bodyId)?.name ?? ''
    const dialog = page.getByRole('dialog', { name: `Sollecita ${body}` })
    await dialog.getByRole('textbox', { name: 'Lettera' }).focus()
    await page.keyboard.press('Control+Enter')
    await page.getByText('1 sollecito in partenza').first().waitFor()
    const after = await valueOf<{ counts: { overdue: number } }>('forwarding.list', {})
    expect(after.counts.overdue).toBe(before.counts.overdue - 1)
  })
})
