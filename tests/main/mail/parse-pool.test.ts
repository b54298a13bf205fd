import { afterEach, describe, expect, it } from 'vitest'
import type { MailParser } from '@main/mail/mail-parser'
import { openParsePool, parseWorkerUrl } from '@main/mail/parse-pool'
import { rawMails } from '../../support/raw-mails'

const sleeper = (body: string): URL => new URL(`data:text/javascript,${encodeURIComponent(body)}`)
const HEAD = 'From: a@b.example\r\nSubject: Foto\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'
const HANGS = sleeper(
  `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { for (;;); }); parentPort.postMessage({ ready: true })`,
)

const worker = (onMail: string): URL =>
  sleeper(
    `import { parentPort } from 'node:worker_threads'; const held = []; const text = (piece) => Buffer.from(piece).toString('latin1');
    const tell = ({ id, piece }) => parentPort.postMessage({ id, answer: { subject: text(piece), error: null } });
    parentPort.on('message', (job) => { ${onMail} }); parentPort.postMessage({ ready: true })`,
  )
/** Answers nothing until it has three mails, then all of them in their order. */
const NEEDS_THREE = worker('held.push(job); if (held.length === 3) held.splice(0).forEach(tell)')
const HANGS_AT_ONE = worker("if (text(job.piece).includes('hangs')) for (;;); else tell(job)")
const DIES_AT_ONE = worker("if (text(job.piece).includes('dies')) throw new Error('of it'); else tell(job)")

describe('parsing in a thread of its own', () => {
  let pool: MailParser | undefined
  afterEach(() => pool?.close())

  it('reads mails in turn and hands their attachments over', async () => {
    pool = openParsePool({ workerUrl: parseWorkerUrl() })
    const mails = await Promise.all(
      [rawMails.plain, rawMails.htmlWithPicture, rawMails.noMail].map((raw) => pool?.parse(raw)),
    )
    expect(mails.map((mail) => mail?.error)).toEqual([null, null, 'mail_unparsable'])
    expect(mails[1]?.attachments[0]?.content.byteLength).toBe(8)
  })

  it('hands a large mail over in pieces, and every byte of it arrives', async () => {
    pool = openParsePool({ workerUrl: parseWorkerUrl() })
    const line = 'Lampione spento in via delle Ortensie, da una settimana e piu'.repeat(4)
    const file = Buffer.from(`${line}\r\n`.repeat(15_000))
    const raw = Buffer.from(
      `${HEAD}--b\r\nContent-Type: application/octet-stream; name="a.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file
        .toString('base64')
        .replace(/.{76}/g, '$&\r\n')}\r\n--b--\r\n`,
    )
    const [large, small] = await Promise.all([pool.parse(raw), pool.parse(rawMails.plain)])
    expect(raw.byteLength).toBeGreaterThan(4 * 2 ** 20)
    expect(large.error).toBeNull()
    expect(Buffer.compare(Buffer.from(large.attachments[0]?.content ?? []), file)).toBe(0)
    expect(small.visible).toContain('pericolosa')
    // What was handed over is still there: it is kept as the mail's original.
    expect(raw.toString('latin1', 0, HEAD.length)).toBe(HEAD)
  })

  it('costs a mail that takes too long its thread, not the desk, and keeps sender and subject', async () => {
    // Long enough for the thread to be up on a loaded machine: one that never came says nothing of the mail.
    pool = openParsePool({ workerUrl: HANGS, timeLimit: 4000 })
    const mail = await pool.parse(rawMails.plain)
    expect(mail).toMatchObject({ error: 'mail_over_limit', subject: 'Buca' })
  })

  it('is given mails ahead, so that it does not wait while the desk writes', async () => {
    pool = openParsePool({ workerUrl: NEEDS_THREE, ahead: 2 })
    const mails = ['one', 'two', 'three'].map((words) => pool?.parse(Buffer.from(`Subject: ${words}\r\n\r\n`)))
    expect((await Promise.all(mails)).map((mail) => mail?.subject.trim())).toEqual([
      'Subject: one',
      'Subject: two',
      'Subject: three',
    ])
  })

  it.each([
    [HANGS_AT_ONE, 'hangs', 'mail_over_limit'],
    [DIES_AT_ONE, 'dies', 'mail_unparsable'],
  ])(
    'blames the mail that cost a thread, and reads those that the thread was given after it',
    async (url, word, error) => {
      pool = openParsePool({ workerUrl: url, ahead: 4, timeLimit: 4000 })
      const words = ['before', word, 'after', 'last']
      const mails = await Promise.all(words.map((one) => pool?.parse(Buffer.from(`Subject: ${one}\r\n\r\n`))))
      expect(mails.map((mail) => mail?.error)).toEqual([null, error, null, null])
    },
  )

  it('does not blame a mail for a thread that cannot start or a desk that closes', async () => {
    pool = openParsePool({ workerUrl: sleeper('throw new Error()') })
    await expect(pool.parse(rawMails.plain)).rejects.toThrow('stopped')
    const closing = openParsePool({ workerUrl: HANGS })
    const parsing = closing.parse(rawMails.plain)
    setTimeout(() => void closing.close(), 200)
    await expect(parsing).rejects.toThrow('stopped')
  })
})
