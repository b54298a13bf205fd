import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDeskChild } from '../../support/desk-child'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { isFullDose, seedOf, seeded } from '../../support/seeded'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'
const PASSWORD = 'chiave-di-prova'
const READ = 'Letti'
const [MAILS, KILLS, PHOTO_BYTES] = isFullDose ? [5_000, 50, 200_000] : [160, 4, 40_000]
/** Patience only: a loaded machine takes long, and that is no fault. */
const LONG_MS = isFullDose ? 3 * 3_600_000 : 150_000

type Place = 'created' | 'appended' | 'automatic' | 'seen'
/** Of ten mails one answers the one before it, one is a list's, and one is the same as the one before. */
const placeOf = (n: number): Place => (['appended', 'automatic', 'seen'] as const)[(n % 10) - 7] ?? 'created'

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')

const mailsOf = function* (random: () => number): Generator<string> {
  let before = ''
  for (let n = 0; n < MAILS; n += 1) {
    const place = placeOf(n)
    if (place !== 'seen') {
      const photo = Buffer.alloc(PHOTO_BYTES)
      for (let at = 0; at < photo.length; at += 4) photo.writeUInt32LE(Math.floor(random() * 2 ** 32), at)
      before = [
        `From: Cittadino ${n} <c${n}@cittadini.example>`,
        `To: ${DESK}`,
        `Subject: Mail ${n}`,
        `Message-ID: <m${n}@cittadini.example>`,
        ...(place === 'appended' ? [`In-Reply-To: <m${n - 1}@cittadini.example>`] : []),
        ...(place === 'automatic' ? ['List-Id: <lista.example>'] : []),
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        '--b',
        '',
        `Parole della mail ${n}`,
        '--b',
        'Content-Type: image/jpeg; name="foto.jpg"',
        'Content-Transfer-Encoding: base64',
        '',
        base64(photo),
        '--b--',
        '',
      ].join('\r\n')
    }
    yield before
  }
}

describe.skipIf(missing !== null)(
  `${MAILS} mails with photographs, and a desk that is killed ${KILLS} times while it reads${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let servers: MailServers
    let desk: MailDesk
    const children: ChildProcess[] = []
    beforeEach(async () => {
      servers = await startMailServers([{ address: DESK, password: PASSWORD }])
      desk = await mailDesk()
    })
    afterEach(async () => {
      for (const child of children.splice(0)) child.kill('SIGKILL')
      await desk.close()
      await servers.stop()
    })

    const done = <T>(answer: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
      if (!answer.ok) throw new Error(answer.error.code)
      return answer.value
    }
    const uids = async () =>
      done(await desk.parts.current.store.read((db) => db.selectFrom('mailbox_uids').selectAll().execute()))

    it(
      'every mail is in exactly one place, here and on the server',
      async () => {
        const seed = seedOf(31)
        const random = seeded(seed)
        // Old enough that nobody is thanked for them.
        await servers.fill(DESK, mailsOf(random), 3)
        done(await desk.client.mail.createMailbox({ ...mailboxFields(servers, { moveTo: READ }), password: PASSWORD }))
        const { path } = desk.parts.current.store.facts
        const folder = path.slice(0, path.lastIndexOf('/'))
        let cut = 0
        for (let kill = 0; kill < KILLS; kill += 1) {
          const before = (await uids()).length
          const share = Math.ceil((MAILS - before) / (KILLS - kill + 1))
          const death = { mails: Math.min(MAILS, Math.ceil(before + random() * share)), ms: random() * 50 }
          const { child, ended } = await startDeskChild(path, folder, { death })
          children.push(child)
          await ended
          if ((await uids()).length < MAILS) cut += 1
        }
        // A kill that came after everything was read would prove nothing.
        expect(cut).toBeGreaterThan(KILLS / 2)
        await desk.jobs.start()
        await eventually('the rest', async () => (await uids()).length >= MAILS, LONG_MS)
        await eventually(
          'the moves',
          async () => {
            const rows = done(
              await desk.parts.current.store.read((db) =>
                db.selectFrom('mail_tidying').select('uid').where('state', '<>', 'done').execute(),
              ),
            )
            return rows.length === 0
          },
          LONG_MS,
        )

        const expected = { created: 0, appended: 0, automatic: 0, seen: 0 }
        for (let n = 0; n < MAILS; n += 1) expected[placeOf(n)] += 1
        const found = { created: 0, appended: 0, automatic: 0, seen: 0 }
        for (const { outcome } of await uids()) found[outcome as Place] += 1
        expect({ seed, ...found }).toEqual({ seed, ...expected })

        const here = done(
          await desk.parts.current.store.read(async (db) => ({
            subjects: (await db.selectFrom('messages').select('subject').where('direction', '=', 'in').execute())
              .map(({ subject }) => subject)
              .toSorted(),
            tickets: (await db.selectFrom('tickets').select('id').execute()).length,
            aside: (await db.selectFrom('quarantine').select('state').execute()).map(({ state }) => state),
            files: await db.selectFrom('attachments').select('sha256').distinct().execute(),
          })),
        )
        const numbers = Array.from({ length: MAILS }, (_, n) => n)
        const told = numbers.filter((n) => ['created', 'appended'].includes(placeOf(n))).map((n) => `Mail ${n}`)
        expect(here.subjects).toEqual(told.toSorted())
        expect(here.tickets).toBe(expected.created)
        expect(here.aside).toEqual(Array.from({ length: expected.automatic }, () => 'kept'))
        expect(here.files).toHaveLength(told.length)
        for (const { sha256 } of here.files) {
          const bytes = await desk.parts.current.files.read(sha256)
          expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
        }
        expect(await servers.count(DESK)).toBe(0)
        expect(await servers.count(DESK, READ)).toBe(MAILS)
      },
      LONG_MS * 2,
    )
  },
)
