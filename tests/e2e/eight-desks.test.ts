import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { CrewId } from '@shared/kernel/ids'
import { addDays, dayAt } from '@shared/deadlines/zone'
import { asInstant } from '@shared/kernel/instant'
import { PASSWORD, valueOf } from '../support/engine'
import { type EngineProcessUnderTest, startEngineFile } from '../support/engine-process'
import { eventually } from '../support/eventually'
import { pairWithServing, serveFrom } from '../support/lan-desks'
import { mailServersMissing, startMailServers, type MailServers } from '../support/mail-servers'
import { mailboxFields } from '../support/mailbox-fields'
import { delaysIn, shownBy, storiesOf, wrongDeeds, wrongMails } from '../support/office-check'
import { type OfficeBook, type OperatorSeat, openBook, operate, signIn } from '../support/operators'
import { faultsIn } from '../support/report-check'
import { isFullDose, seedOf, seeded } from '../support/seeded'
import { type WebSeat, openWebSeat } from '../support/web-seat'
import { makeStoreIn } from '../support/writing-desks'

const DESKS = isFullDose ? 8 : 3
const SHIFT_MS = isFullDose ? 600_000 : 12_000
const PAUSE_MS = isFullDose ? 1500 : 400
const ENGINE = resolve('out/main/engine.js')
const DESK = 'desk@capannori.example'
const MARIO = 'mario@cittadini.example'
const missing = mailServersMissing()

let folder: string
let path: string
let servers: MailServers | null = null
const stopping: (() => Promise<void>)[] = []

beforeAll(async () => {
  if (missing !== null) return
  servers = await startMailServers([
    { address: DESK, password: PASSWORD },
    { address: MARIO, password: PASSWORD },
  ])
})
afterAll(() => servers?.stop())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'eight-desks-'))
  path = join(folder, 'archivio.db')
  await servers?.removeAll(MARIO)
})
afterEach(async () => {
  await Promise.all(stopping.splice(0).map((stop) => stop()))
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const today = dayAt(asInstant(Date.now()), 'Europe/Rome')
/** A day on which every visit may be planned. */
const day = addDays(today, 7)

/** Crews, a short time for taking an answer back, and the office's mailbox. */
const furnish = async (admin: Client): Promise<{ crews: CrewId[]; mailboxId: number | null }> => {
  const crews: CrewId[] = []
  for (const name of ['Strade', 'Verde']) {
    const fields = {
      name,
      color: '#336699',
      vehicle: '',
      capacityVisits: 100,
      capacityMinutes: 1440,
      active: true,
      members: [],
      skills: [],
      districts: [],
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      absences: [],
    }
    crews.push(valueOf(await admin.crews.create(fields)).id)
  }
  const { mail } = valueOf(await admin.settings.all({}))
  valueOf(await admin.settings.save({ key: 'mail', base: mail, value: { ...mail, undoSeconds: 1 } }))
  if (servers === null) return { crews, mailboxId: null }
  return {
    crews,
    mailboxId: valueOf(await admin.mail.createMailbox({ ...mailboxFields(servers), password: PASSWORD })).id,
  }
}

const signInAs = async (client: Client, username: string): Promise<void> => {
  await eventually(
    'somebody may sign in',
    async () => (await client.accounts.signIn({ username, password: PASSWORD })).ok,
  )
  await eventually('the desk to be trusted with writing', async () => {
    const status = await client.desk.status({})
    return status.ok && status.value.store?.readOnly === null
  })
}

interface OfficeDay {
  readonly seats: readonly OperatorSeat[]
  readonly crews: readonly CrewId[]
  /** Something that happens in the middle of the day. */
  readonly mishap?: () => Promise<void>
}

const KINDS = ['report', 'note', 'subject', 'protocol', 'call', 'visit'] as const
const doneIn = ({ deeds }: OfficeBook, kind: string): number =>
  deeds.filter((deed) => deed.kind === kind && deed.outcome === 'done').length

/** A day of work, then what must be true of it at every desk; answers the book and says what it measured. */
const workAndCheck = async ({ seats, crews, mishap }: OfficeDay, seed: number): Promise<OfficeBook> => {
  const random = seeded(seed)
  const book = openBook()
  const end = performance.now() + SHIFT_MS
  let last = 1_000_000
  const shift = {
    ...{ book, random, crews, day },
    citizen: servers === null ? null : MARIO,
    pause: PAUSE_MS,
    isOver: () => performance.now() > end && KINDS.every((kind) => doneIn(book, kind) > 0),
    nextNumber: () => (last += 1),
  }
  await Promise.all([...seats.map((seat) => operate(seat, shift)), sleep(SHIFT_MS / 2).then(() => mishap?.())])
  // Whose engine was killed in between may not have noticed.
  for (const seat of seats) await signIn(seat.client)
  const { client } = seats[0]!
  await eventually(
    'all the mail has left, or waits for a person',
    async () => {
      const outbox = await client.messages.outbox({})
      return outbox.ok && outbox.value.messages.every(({ state }) => state === 'uncertain')
    },
    600_000,
  )
  await eventually(
    'every desk shows the same',
    async () => {
      const shown = await Promise.all(seats.map((seat) => shownBy(seat.client, day).catch(() => seat.desk)))
      return new Set(shown).size === 1 && shown[0] !== seats[0]!.desk
    },
    300_000,
  )
  const stories = await storiesOf(client)
  expect(await wrongDeeds(client, stories, book, day), `seed ${seed}`).toEqual([])
  if (servers !== null) expect(wrongMails(stories, book, await servers.messages(MARIO)), `seed ${seed}`).toEqual([])
  tell(book)
  return book
}

const tell = (book: OfficeBook): void => {
  const reporter = new Map(
    book.deeds.flatMap(({ kind, ticketId, word }) => (kind === 'report' ? [[ticketId, word]] : [])),
  )
  const delays = delaysIn(book, (id) => String(reporter.get(id as never)).split('x')[0] ?? '')
  const at = (share: number): string => (delays[Math.floor(share * (delays.length - 1))] ?? 0).toFixed(0)
  const count = (outcome: string): number => book.deeds.filter((deed) => deed.outcome === outcome).length
  process.stdout.write(
    `${DESKS} desks: ${count('done')} acts, ${count('unknown')} without an answer, refused: ${[...book.refusals].map(([code, times]) => `${code} ${times}`).join(', ') || 'none'}; seen elsewhere after ${at(0.5)} ms (p95 ${at(0.95)}, longest ${at(1)})\n`,
  )
}

describe('an office at work', () => {
  it(`${DESKS} web hosts on one file: every act stands once, and every desk shows the same`, async () => {
    await makeStoreIn('shared', path)
    const hosts: WebSeat[] = []
    for (let desk = 0; desk < DESKS; desk += 1) {
      const host = await openWebSeat(path, join(folder, `posto-${desk}`))
      hosts.push(host)
      stopping.push(() => host.stop())
    }
    const lines = await Promise.all(hosts.map((host) => host.line()))
    const admin = await hosts[0]!.line()
    await signInAs(admin.client, 'administrator')
    const { crews, mailboxId } = await furnish(admin.client)
    if (mailboxId !== null) {
      const second = await hosts[1]!.line()
      await signInAs(second.client, 'administrator')
      valueOf(await second.client.mail.setSecret({ id: mailboxId as never, password: PASSWORD }))
    }
    const seats = lines.map(({ client, onEvent }, desk) => ({ desk: `p${desk}`, client, onEvent }))
    // The one that reads the mailbox: its answers under way are nobody's for a moment.
    await workAndCheck({ seats, crews, mishap: () => Promise.resolve(hosts[0]!.killEngine()) }, seedOf(61))
    await Promise.all(stopping.splice(0).map((stop) => stop()))
    expect(await faultsIn(path, [])).toEqual([])
  })

  it(`${DESKS} desks on a serving one: every act stands once, and every desk shows the same`, async () => {
    await makeStoreIn('local', path)
    const start = async (name: string, store: string | null): Promise<EngineProcessUnderTest> => {
      const userFolder = join(folder, name)
      mkdirSync(userFolder)
      const engine = await startEngineFile(ENGINE, { userFolder, storePath: store })
      stopping.push(() => engine.stop())
      return engine
    }
    const serving = await start('serve', path)
    const admin = serving.line()
    await admin.signIn('administrator')
    const { crews } = await furnish(admin.client)
    await serveFrom(admin)
    const seats: OperatorSeat[] = []
    for (let desk = 0; desk < DESKS; desk += 1) {
      const page = (await start(`posto-${desk}`, null)).line()
      valueOf(await pairWithServing(page, valueOf(await admin.client.serving.newCode({}))))
      await eventually('the link', async () => (await page.linkState()) === 'connected')
      seats.push({ desk: `p${desk}`, client: page.client, onEvent: page.onEvent })
    }
    await workAndCheck({ seats, crews }, seedOf(62))
    await Promise.all(stopping.splice(0).map((stop) => stop()))
    expect(await faultsIn(path, [])).toEqual([])
  })
}, 1_800_000)
