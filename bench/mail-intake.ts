import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { contract } from '@shared/contract'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { SeededRandom } from '@main/demo/seeded-random'
import { openMailIntake } from '@main/features/mail/receive-mails'
import { ticketHandlers } from '@main/features/tickets/handlers'
import { threadedParser } from '@main/jobs/mail-adapters'
import { systemClock } from '@main/platform/clock'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { openStore } from '@main/store/open'
import { type Bench, type Row, median, quantile } from './bench'
import { benchCaller } from './bench-caller'

const MAILS = 100
const ROUNDS = 5
const BATCH = 25
/** Three mails in four carry a photograph: 270 KB on average, as citizens' mails do. */
const PHOTO_BYTES = 265_000
const MEMORY_MAILS = { few: 1_000, many: 20_000 }
const BIG_MAIL_BYTES = 25 * 1024 * 1024

const mail = (key: string, attachment: Uint8Array): Buffer => {
  const encoded = Buffer.from(attachment).toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(
    [
      `From: Anna Prova <anna.${key}@posta.invalid>`,
      'To: segnalazioni@comune.invalid',
      `Subject: Lampione spento ${key}`,
      `Message-ID: <${key}@posta.invalid>`,
      'Date: Mon, 23 Nov 2026 09:12:00 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x"',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `Il lampione numero ${key} di via delle Ortensie è spento da una settimana.`,
      '--x',
      'Content-Type: image/jpeg; name="foto.jpg"',
      'Content-Disposition: attachment; filename="foto.jpg"',
      'Content-Transfer-Encoding: base64',
      '',
      encoded,
      '--x--',
      '',
    ].join('\r\n'),
  )
}

const mails = (round: string, count: number, bytes: number): Buffer[] => {
  const random = new SeededRandom(round.length + count + bytes)
  return Array.from({ length: count }, (_, index) =>
    mail(`${round}-${index}`, random.bytes(index % 4 === 0 ? 2000 : bytes)),
  )
}

/** A store with the desk's own parser, and its one way in for mail. */
const openDesk = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-mail-'))
  const path = join(folder, 'a.db')
  await makeDemoStore(path, { tickets: 50 })
  const opened = await openStore(path)
  if (!opened.ok) throw new Error(opened.error.code)
  const current = new CurrentStore()
  current.set(openedStore(opened.value, 'bench'))
  const parser = threadedParser()
  const parts = { current, clock: systemClock, random: secureRandom, logger: silentLogger, parser }
  const intake = openMailIntake(parts, { mailboxId: null, lease: null, acknowledge: false })
  /** As a mailbox does: a batch is being written while the next one is read. */
  const take = async (batch: readonly Buffer[]): Promise<void> => {
    const taking: ReturnType<typeof intake>[] = []
    for (let from = 0; from < batch.length; from += BATCH) {
      const part = batch.slice(from, from + BATCH)
      taking.push(intake(part.map((raw) => ({ raw, uid: null, receivedAt: null, size: raw.length, problem: null }))))
      if (taking.length < 2) continue
      const done = await taking.shift()
      if (done?.ok === false) throw new Error(done.error.code)
    }
    for (const last of taking) {
      const done = await last
      if (!done.ok) throw new Error(done.error.code)
    }
  }
  return {
    parts,
    take,
    close: async () => {
      await parser.close()
      await opened.value.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Desk = Awaited<ReturnType<typeof openDesk>>

const rate = async (desk: Desk): Promise<Row> => {
  const ours: number[] = []
  const alone: number[] = []
  const measure = async (into: number[], run: () => Promise<void>): Promise<void> => {
    const start = performance.now()
    await run()
    into.push((MAILS * 1000) / (performance.now() - start))
  }
  await desk.take(mails('warm', BATCH, PHOTO_BYTES))
  for (let round = 0; round < ROUNDS; round += 1) {
    const batch = mails(`r${round}`, MAILS, PHOTO_BYTES)
    await measure(ours, () => desk.take(batch))
    await measure(alone, async () => {
      for (const raw of batch) await simpleParser(raw)
    })
  }
  const ratio = median(ours) / median(alone)
  return {
    name: 'mail intake, store included, 200 KB a mail, against mailparser alone',
    size: MAILS,
    median: median(ours),
    p95: quantile(ours, 0.05),
    unit: '1/s',
    limit: median(alone),
    ratio,
    goal: '≥ 0.8×',
    met: ratio >= 0.8,
  }
}

/**
 * Bytes that are the process's own. The store's file is mapped into it as well: as far as the machine has room, and given
 * back without a word when it has not, so that a store which grew would look like a desk that grew.
 */
const ownBytes = (): number => {
  if (process.platform !== 'linux') return process.memoryUsage.rss()
  const [, kilobytes] = /^RssAnon:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}

/** The most memory of its own that the process takes while so many more mails come in. */
const peakMegabytes = async (desk: Desk, name: string, count: number): Promise<number> => {
  globalThis.gc?.()
  let peak = 0
  const look = setInterval(() => (peak = Math.max(peak, ownBytes())), 20)
  for (let done = 0; done < count; done += MAILS) await desk.take(mails(`${name}${done}`, MAILS, 20_000))
  clearInterval(look)
  return peak / 2 ** 20
}

const memory = async (desk: Desk): Promise<Row> => {
  const few = await peakMegabytes(desk, 'few', MEMORY_MAILS.few)
  const many = await peakMegabytes(desk, 'many', MEMORY_MAILS.many)
  return {
    name: `peak memory over ${MEMORY_MAILS.many} mails, against ${MEMORY_MAILS.few}`,
    size: MEMORY_MAILS.many,
    median: many,
    p95: many,
    unit: 'MB',
    limit: few,
    ratio: many / few,
    goal: '≤ 1.2×',
    met: many / few <= 1.2,
  }
}

/** What a click waits at worst while a mail of 25 MB comes in, against the same clicks in peace. */
const bigMail = async (desk: Desk): Promise<Row> => {
  const list = ticketHandlers(desk.parts).list
  const click = async (): Promise<number> => {
    const start = performance.now()
    await list(benchCaller, contract.tickets.list.input.parse({ limit: 50 }))
    return performance.now() - start
  }
  const worst: number[] = []
  const calm: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let at = 0; at < 50; at += 1) calm.push(await click())
    const [big] = mails(`big${round}`, 2, BIG_MAIL_BYTES).slice(1)
    const during: number[] = []
    let arrived = false
    const taking = desk.take(big === undefined ? [] : [big]).finally(() => (arrived = true))
    while (!arrived) {
      during.push(await click())
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await taking
    worst.push(Math.max(...during))
  }
  const most = Math.max(...worst)
  return {
    name: 'worst click while a mail of 25 MB comes in',
    size: 1,
    median: median(worst),
    p95: most,
    unit: 'ms',
    limit: median(calm),
    ratio: median(worst) / median(calm),
    goal: 'median of the worst ≤ 50 ms',
    met: median(worst) <= 50,
  }
}

/** Mail into a store (files, ticket, timeline, search row and all): its rate, its memory, and what else waits for it. */
export const mailIntake: Bench = async () => {
  const desk = await openDesk()
  const rows = [await rate(desk), await bigMail(desk), await memory(desk)]
  await desk.close()
  return rows
}
