import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { SeededRandom } from '@main/demo/seeded-random'
import { receiveMails } from '@main/features/mail/receive-mails'
import { plainParser } from '@main/jobs/mail-adapters'
import { systemClock } from '@main/platform/clock'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { openStore } from '@main/store/open'
import { type Bench, median } from './bench'

const MAILS = 200
const ROUNDS = 5
const PHOTO_BYTES = 200_000

const mails = (round: number): Buffer[] => {
  const random = new SeededRandom(round + 1)
  return Array.from({ length: MAILS }, (_, index) => {
    const photo = Buffer.from(random.bytes(index % 3 === 0 ? PHOTO_BYTES : 2000))
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n')
    return Buffer.from(
      [
        `From: Anna Prova <anna${index}@posta.invalid>`,
        'To: segnalazioni@comune.invalid',
        `Subject: Lampione spento ${index}`,
        `Message-ID: <m${round}-${index}@posta.invalid>`,
        'Date: Mon, 23 Nov 2026 09:12:00 +0100',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="x"',
        '',
        '--x',
        'Content-Type: text/plain; charset=utf-8',
        '',
        `Il lampione numero ${index} di via delle Ortensie è spento da una settimana.`,
        '--x',
        'Content-Type: application/octet-stream; name="foto.jpg"',
        'Content-Disposition: attachment; filename="foto.jpg"',
        'Content-Transfer-Encoding: base64',
        '',
        photo,
        '--x--',
        '',
      ].join('\r\n'),
    )
  })
}

/** Mails a second into a store (files, ticket, timeline, search row and all), against mailparser alone on the same mails. */
export const mailIntake: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-mail-'))
  const path = join(folder, 'a.db')
  await makeDemoStore(path, { tickets: 50 })
  const opened = await openStore(path)
  if (!opened.ok) throw new Error(opened.error.code)
  const current = new CurrentStore()
  current.set(openedStore(opened.value, 'bench'))
  const parser = plainParser()
  const parts = { current, clock: systemClock, random: secureRandom, logger: silentLogger, parser }
  const ours: number[] = []
  const alone: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const batch = mails(round)
    let start = performance.now()
    for (let from = 0; from < batch.length; from += 25) {
      const part = batch.slice(from, from + 25)
      await receiveMails(
        parts,
        { mailboxId: null, lease: null, acknowledge: false },
        part.map((raw) => ({ raw, uid: null, receivedAt: null, size: raw.length, problem: null })),
      )
    }
    ours.push((MAILS * 1000) / (performance.now() - start))
    start = performance.now()
    for (const raw of batch) await simpleParser(raw)
    alone.push((MAILS * 1000) / (performance.now() - start))
  }
  await opened.value.close()
  await rm(folder, { recursive: true, force: true })
  const ratio = median(ours) / median(alone)
  return [
    {
      name: 'mail intake, store included, against mailparser alone',
      size: MAILS,
      median: median(ours),
      p95: Math.min(...ours),
      unit: '1/s',
      limit: median(alone),
      ratio,
      goal: '≥ 0.8×',
      met: ratio >= 0.8,
    },
  ]
}
