import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, dayAt } from '@shared/deadlines/zone'
import { visitCode } from '@shared/crews/visit-code'
import { asInstant } from '@shared/kernel/instant'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { crewBoard } from '../support/crew-board'
import { type DeskUnderTest, HOSTS, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const SHOTS = resolve('tests/out/screenshots')
const REPORTS = 40
/** As many as go out on the first paper. */
const VISITS = 6
const officeDay = () => dayAt(asInstant(Date.now()), 'Europe/Rome')

/** The office manager's morning, by the keyboard; every key beside the words themselves is counted. */
describe.each(HOSTS)('forty new reports, from triage to the official answer, in the %s host', (kind) => {
  const missing = hostMissing(kind)
  let folder: string
  let desk: DeskUnderTest
  let page: Page
  let keys = 0
  const spent: string[] = []

  const press = async (...pressed: readonly string[]): Promise<void> => {
    for (const key of pressed) {
      keys += 1
      await page.keyboard.press(key)
    }
  }
  const spend = (what: string): void => {
    spent.push(`${what} ${keys}`)
    keys = 0
  }
  const shot = (name: string) => page.screenshot({ path: join(SHOTS, `${kind}-morning-${name}.png`) })
  const count = async (filter: object): Promise<number> => {
    const answer = await desk.call<{ total: number }>('tickets.list', { filter, limit: 1 })
    return answer.ok ? answer.value.total : -1
  }

  beforeAll(async () => {
    if (missing !== null) return
    mkdirSync(SHOTS, { recursive: true })
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-morning-'))
    const store = join(folder, 'archivio.db')
    await makeDemoStore(store, { tickets: 60 })
    const db = new Database(store)
    // A mailbox that is switched on: its server is nowhere, so that what is sent waits in the outbox.
    db.prepare('UPDATE mailboxes SET active = 1').run()
    db.close()
    desk = await openDesk(kind, { userFolder: join(folder, 'utente'), store, downloads: folder })
    page = desk.page
    await signIn(page, 'giorgio')
    await desk.join()
    for (let n = 1; n <= REPORTS; n += 1) {
      const made = await desk.call('tickets.create', {
        channel: n % 2 === 0 ? 'phone' : 'counter',
        subject: `Mimosa ${String(n).padStart(2, '0')}: lampione spento`,
        place: {
          text: 'Via di Prova',
          districtId: null,
          lat: 43.84 + n / 2000,
          lon: 10.55 + n / 2000,
          precision: 'point',
        },
        reporter: {
          kind: 'new',
          contact: {
            name: `Cittadino ${n}`,
            address: '',
            notes: '',
            identifiers: [{ kind: 'email', value: `cittadino${n}@posta.example` }],
          },
        },
      })
      if (!made.ok) throw new Error(`report ${n}: ${made.error.code}`)
    }
  })
  afterAll(async () => {
    if (missing !== null) return
    process.stdout.write(`${kind}: keys of the morning: ${spent.join(', ')}\n`)
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it.skipIf(missing !== null)('are taken in charge at once', async () => {
    await press('/')
    await page.keyboard.type('Mimosa')
    await page.getByText(`${REPORTS} segnalazioni`, { exact: true }).waitFor()
    await shot('1-new')
    await press('Enter', 'Control+a')
    await page.getByRole('toolbar').getByText(`${REPORTS} selezionate`).waitFor()
    await press('Shift+S')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Presa in carico' }).waitFor()
    await press('Space')
    await dialog.getByText('Ne cambiano 40').waitFor()
    await press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    expect(await count({ view: 'all', text: 'Mimosa', statuses: ['accepted'] })).toBe(REPORTS)
    spend('triage of forty')
  })

  it.skipIf(missing !== null)('go to a crew, and onto its paper', async () => {
    await press('g', 's')
    await crewBoard(page).waitFor()
    await press('l')
    for (let row = 1; row < VISITS; row += 1) await press('Shift+ArrowDown')
    await page.getByRole('button', { name: `Programma (${VISITS})` }).waitFor()
    await press('p')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await shot('2-plan')
    await press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await press('b')
    await shot('3-board')
    spend('six onto the board')
    await press('f')
    const sheet = page.getByRole('dialog', { name: 'Foglio di lavoro' })
    await sheet
      .getByText(/tapp[ae]/)
      .last()
      .waitFor()
    await shot('4-sheet')
    const saved = desk.downloaded()
    await sheet.getByRole('button', { name: 'Salva PDF' }).click()
    expect(
      readFileSync(await saved)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    await sheet.waitFor({ state: 'hidden' })
    spend('paper')
  })

  it.skipIf(missing !== null)('come back from the street, stop by stop', async () => {
    const board = await desk.call<{ visits: { id: number; ticket: { subject: string } }[] }>('crews.board', {
      from: addDays(officeDay(), 0),
      days: 14,
    })
    if (!board.ok) throw new Error(board.error.code)
    const stops = board.value.visits.filter(({ ticket }) => ticket.subject.startsWith('Mimosa'))
    expect(stops.length).toBeGreaterThan(0)
    await press('r')
    const back = page.getByRole('dialog', { name: 'Rientro' })
    const code = back.getByLabel('Codice della tappa')
    const stop = back.locator('[data-test=stop]')
    for (const [n, { id, ticket }] of stops.entries()) {
      await expect.poll(() => code.evaluate((field) => field === document.activeElement)).toBe(true)
      await page.keyboard.type(visitCode(id))
      await press('Enter')
      await stop.getByText(ticket.subject).waitFor()
      // The keyboard waits at how it went; the first is: done.
      await back.locator('[role=radio]:focus').waitFor()
      await press('Space')
      if (n === 0) await shot('5-return')
      await press('Control+Enter')
      await stop.waitFor({ state: 'hidden' })
    }
    await press('Escape')
    await back.waitFor({ state: 'hidden' })
    spend('return')
  })

  it.skipIf(missing !== null)('end with the office’s answer, and closed', async () => {
    await press('g', 'c')
    const done = { view: 'all', text: 'Mimosa', statuses: ['done'] }
    const finished = await count(done)
    const closed = { ...done, statuses: ['closed'] }
    const before = await count(closed)
    expect(finished).toBeGreaterThan(0)
    await page.getByRole('button', { name: /^Terminate/ }).click()
    await press('/')
    await page.keyboard.type('Mimosa')
    await page.getByText(`${finished} segnalazioni`, { exact: true }).waitFor()
    await press('Enter', 'Control+a')
    await page.getByRole('toolbar').getByText(`${finished} selezionate`).waitFor()
    await press('Shift+O')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await dialog.getByText('Chiudile: risolta').waitFor()
    await press('Tab', 'Tab')
    await page.keyboard.type('Gentile {nome}, il lampione della segnalazione {numero} è stato riparato.')
    await dialog.getByText(/^Gentile Cittadino \d+, il lampione della segnalazione SEGN-/).waitFor()
    await dialog.getByText(`${finished} cittadini ricevono ciascuno la propria mail.`).waitFor()
    await shot('6-answer')
    await press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(`${finished} risposte in partenza`).first().waitFor()
    expect(await count(closed)).toBe(before + finished)
    await shot('7-closed')
    spend('answers')
  })
})
