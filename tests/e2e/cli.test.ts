import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rawMail, rawMails } from '../support/raw-mails'

const CLI = resolve('out/main/cli.js')
const TODAY = ['--today', '2026-11-23']

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
  /** The lines of stdout as JSON. */
  readonly rows: () => Record<string, unknown>[]
}

const start = (args: readonly string[]) => {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = once(child, 'close').then(([code]): Ended => ({
    code: code as number | null,
    out,
    err,
    rows: () =>
      out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }))
  return { child, ended }
}
const cli = (...args: readonly string[]): Promise<Ended> => start(args).ended
/** Before a test begins: what has to be there for it. */
const prepare = async (...args: readonly string[]): Promise<void> => {
  const { code, err } = await cli(...args)
  if (code !== 0) throw new Error(err)
}

/** Exit code 1, nothing on stdout, and one line that names the refusal before its Italian sentence. */
const refusedWith = ({ code, out, err }: Ended): string => {
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(/^error: [a-z_]+: \p{Lu}.+\n$/u)
  return /^error: (\w+):/.exec(err)?.[1] ?? ''
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-cli-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const at = (...names: string[]): string => join(folder, ...names)

describe('an administrator at the command line', () => {
  it('makes an empty store once, and never over something that is there', async () => {
    const made = await cli('init', at('a.db'), '--json')
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.rows()).toEqual([{ store: at('a.db'), username: 'admin', password: expect.stringMatching(/^\S{12}$/) }])
    const before = readFileSync(at('a.db'))
    expect(refusedWith(await cli('init', at('a.db')))).toBe('store_exists')
    expect(readFileSync(at('a.db')).equals(before)).toBe(true)
    const text = await cli('init', at('b.db'))
    expect(text.out).toMatch(/b\.db\nadmin \S{12}\n$/)
    expect(refusedWith(await cli('init', at('nowhere', 'c.db')))).toMatch(/^folder_/)
    expect(readdirSync(folder).filter((name) => name.startsWith('c'))).toEqual([])
    const given = (await cli('set-password', at('a.db'), 'admin', '--json')).rows()[0]
    expect((await cli('call', at('a.db'), 'accounts.signIn', JSON.stringify(given))).code).toBe(0)
  })

  it('hears of wrong usage by exit code 2, and gets help without one', async () => {
    for (const args of [
      ['polish'],
      ['init'],
      ['demo', at('a.db'), '--tickets', 'many'],
      ['demo', at('a.db'), '--today', 'monday'],
      ['export', at('a.db'), '--format', 'docx'],
      ['verify', at('a.db'), '--thoroughly'],
    ]) {
      const { code, out, err } = await cli(...args)
      expect([args[0], code, out]).toEqual([args[0], 2, ''])
      expect(err).toContain('Usage:')
    }
    expect(readdirSync(folder)).toEqual([])
    expect((await cli('--help')).code).toBe(0)
  })

  it('makes the same town from the same seed and day, and another one from another seed', async () => {
    const town = async (name: string, seed: string): Promise<string> => {
      const made = await cli('demo', at(name), '--tickets', '30', '--seed', seed, ...TODAY, '--json')
      expect([made.code, made.err]).toEqual([0, ''])
      expect(made.rows()).toMatchObject([{ store: at(name), tickets: 30, seed: Number(seed) }])
      return (await cli('export', at(name), '--format', 'jsonl')).out
    }
    const one = await town('one.db', '7')
    expect(one.trim().split('\n')).toHaveLength(30)
    expect(await town('two.db', '7')).toBe(one)
    expect(await town('three.db', '8')).not.toBe(one)
    const spoken = await cli('demo', at('four.db'), '--tickets', '5')
    expect(spoken.err).toContain('5/5')
    expect(spoken.out).toContain('dimostrazione')
  })

  it('stops a long work with Ctrl+C between two steps, and leaves nothing half made', async () => {
    const { child, ended } = start(['demo', at('big.db'), '--tickets', '20000'])
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('/20000') && resolve())
    })
    child.kill('SIGINT')
    const { code, out, err } = await ended
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('error: cancelled: ')
    expect(readdirSync(folder)).toEqual([])
  })

  it('prints the contract as JSON Schema, and says nothing when its reader has seen enough', async () => {
    const { code, rows } = await cli('contract')
    expect(code).toBe(0)
    expect(rows().find(({ name }) => name === 'tickets.list')).toMatchObject({
      kind: 'query',
      needs: 'tickets.read',
      input: { type: 'object' },
      output: { type: 'object' },
    })
    const { child, ended } = start(['contract'])
    child.stdout.destroy()
    expect(await ended).toMatchObject({ code: 0, err: '' })
  })
})

describe('a store that is there', () => {
  let town: string
  let home: string
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cantoniere-cli-town-'))
    town = join(home, 'town.db')
    await prepare('demo', town, '--tickets', '40', ...TODAY)
  })
  afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

  it('answers any call as the administrator or as somebody, with what that person may do', async () => {
    const me = await cli('call', town, 'accounts.me', '{}', '--as', 'lettore')
    expect(me.rows()).toMatchObject([{ user: { username: 'lettore', roles: ['reader'] } }])
    const list = await cli('call', town, 'tickets.list', '{"filter":{"view":"all"},"limit":3}')
    expect(list.rows()).toMatchObject([{ total: 40, rows: [{}, {}, {}] }])
    const note = ['call', town, 'tickets.create', '{"channel":"phone","subject":"Buca"}']
    for (const words of [note, ['export', town], ['import-mail', town, CLI]])
      expect(refusedWith(await cli(...words, '--as', 'lettore'))).toBe('forbidden')
    expect(refusedWith(await cli(...note, '--as', 'nessuno'))).toBe('not_found')
    for (const words of ['tickets.polish {}', 'tickets.list {oops', 'tickets.list {"view":"new"}'])
      expect(refusedWith(await cli('call', town, ...words.split(' ')))).toBe('invalid_input')
    expect(refusedWith(await cli('call', join(home, 'none.db'), 'accounts.me'))).toBe('store_not_found')
    expect((await cli('call', town, 'tickets.list', '{"filter":{"view":"all"}}')).rows()).toMatchObject([{ total: 40 }])
  })

  it('goes out as a spreadsheet with its formulas made harmless, or whole, a ticket a line', async () => {
    const made = await cli('call', town, 'tickets.create', '{"channel":"phone","subject":"=1+1; \\"buca\\""}')
    const { id } = made.rows()[0] as { id: number }
    const csv = await cli('export', town, '--as', 'giorgio')
    expect(csv.out.startsWith('\ufeffnumero;arrivo;')).toBe(true)
    expect(csv.out.trim().split('\r\n')).toHaveLength(42)
    expect(csv.out).toContain(`"'=1+1; ""buca"""`)
    const lines = (await cli('export', town, '--format', 'jsonl')).rows()
    expect(lines).toHaveLength(41)
    expect(lines.find((ticket) => ticket['id'] === id)).toMatchObject({
      subject: '=1+1; "buca"',
      timeline: [{ kind: 'created' }],
    })
    const closed = await cli('export', town, '--format', 'jsonl', '--query', '{"view":"closed"}')
    expect(closed.rows().length).toBeLessThan(41)
    expect(refusedWith(await cli('export', town, '--query', '{"view":'))).toBe('invalid_input')
  })

  it('is copied and checked, and a damaged one is told from a sound one by the exit code', async () => {
    mkdirSync(at('copies'))
    const copied = await cli('backup', town, at('copies'), '--json')
    expect(copied.code).toBe(0)
    const [copy] = copied.rows() as { file: string; sha256: string; bytes: number }[]
    expect(copy).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(existsSync(copy?.file ?? '')).toBe(true)
    writeFileSync(at('a-file'), '')
    expect(refusedWith(await cli('backup', town, at('a-file')))).toBe('folder_unwritable')
    expect(refusedWith(await cli('backup', at('none.db'), at('not-made')))).toBe('store_not_found')
    expect(existsSync(at('not-made'))).toBe(false)

    const sound = await cli('verify', town, '--json')
    expect(sound.code).toBe(0)
    expect(sound.rows().every(({ ok }) => ok === true)).toBe(true)
    const database = new Database(town)
    database.exec('DELETE FROM ticket_search WHERE ticket_id = (SELECT min(ticket_id) FROM ticket_search)')
    database.close()
    const damaged = await cli('verify', town)
    expect(damaged.code).toBe(1)
    expect(damaged.out).toMatch(/^WRONG search_rows/m)
    writeFileSync(at('none.db'), 'not a store at all, but some words of a kind')
    expect(refusedWith(await cli('verify', at('none.db')))).toBe('not_a_store')
  })

  it('is served to a browser at the address of the first line, until it is told to stop', async () => {
    const { child, ended } = start(['serve', town])
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
    const { url } = JSON.parse(chunk.toString().split('\n')[0] ?? '') as { url: string }
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=\S+$/)
    expect((await fetch(url)).status).toBe(200)
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
    expect(refusedWith(await cli('serve', at('none.db')))).toBe('store_not_found')
  })
})

describe('mail from files', () => {
  let store: string
  beforeEach(async () => {
    store = at('a.db')
    await prepare('init', store)
  })

  const letter = (id: string, ...more: readonly string[]): Buffer =>
    rawMail(
      'From: Mario Rossi <mario@cittadini.example>',
      'To: desk@capannori.example',
      `Subject: ${more.length > 0 ? 'R: ' : ''}Buca in via Romana`,
      `Message-ID: <${id}@cittadini.example>`,
      'Date: Mon, 23 Nov 2026 09:00:00 +0100',
      ...more,
      '',
      `Testo ${id}`,
      '',
    )
  const answerTo = (id: string): string => `In-Reply-To: <${id}@cittadini.example>`
  const file = (name: string, raw: Uint8Array): string => {
    const path = at(name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, raw)
    return path
  }
  const outcomes = (ended: Ended): unknown[] => {
    expect([ended.code, ended.err]).toEqual([0, ''])
    return ended.rows().map(({ outcome }) => outcome)
  }

  it('comes from single files, an mbox and a Maildir, in order, and a second time as seen', async () => {
    const one = file('one.eml', letter('m1'))
    const mbox = file(
      'posta.mbox',
      Buffer.concat([
        Buffer.from('From mario Mon Nov 23 09:00:00 2026\n'),
        letter('m2', answerTo('m1')),
        Buffer.from('\n>From qui in poi: riga citata\n\nFrom mario Mon Nov 23 09:05:00 2026\n'),
        letter('m3'),
      ]),
    )
    file('Maildir/cur/1:2,S', letter('m4', answerTo('m3')))
    file('Maildir/new/2', letter('m5'))
    file('Maildir/tmp/3', letter('m6'))
    file('Maildir/.hidden', letter('m7'))
    const first = await cli('import-mail', store, one, mbox, at('Maildir'), '--json')
    expect(outcomes(first)).toEqual(['created', 'appended', 'created', 'appended', 'created'])
    expect(first.rows().map((row) => [String(row['file']).slice(folder.length + 1), row['ticket']])).toEqual([
      ['one.eml', 'SEGN-2026-000001'],
      ['posta.mbox#1', 'SEGN-2026-000001'],
      ['posta.mbox#2', 'SEGN-2026-000002'],
      ['Maildir/cur/1:2,S', 'SEGN-2026-000002'],
      ['Maildir/new/2', 'SEGN-2026-000003'],
    ])
    expect(first.rows()[0]).toMatchObject({
      messageId: '<m1@cittadini.example>',
      from: 'mario@cittadini.example',
      subject: 'Buca in via Romana',
      attachments: 0,
    })
    const again = await cli('import-mail', store, mbox, one, '--json')
    expect(outcomes(again)).toEqual(['seen', 'seen', 'seen'])
    const text = await cli('import-mail', store, file('last.eml', rawMails.htmlWithPicture))
    expect(text.out).toMatch(/^created +SEGN-2026-000004 {2}\S+last\.eml\n$/)
  })

  it('of machines opens no ticket: receipts and bounces find what was sent, the rest is kept aside', async () => {
    expect(outcomes(await cli('import-mail', store, file('m1.eml', letter('m1')), '--json'))).toEqual(['created'])
    const server = { host: '127.0.0.1', port: 1, security: 'tls', username: 'x', pinnedFingerprint: '' }
    const names = {
      name: 'URP',
      address: 'desk@capannori.example',
      senderName: '',
      kind: 'ordinary',
      access: 'password',
    }
    const rules = { folder: 'INBOX', signature: '', sizeLimit: 25, markSeen: false, moveTo: '' }
    const more = { imap: server, smtp: server, firstSyncDays: 0, active: true, password: '' }
    const made = await cli('call', store, 'mail.createMailbox', JSON.stringify({ ...names, ...rules, ...more }))
    const mailboxId = made.rows()[0]?.['id']
    const reply = { ticketId: 1, via: 'email', official: false, mailboxId, to: ['mario@cittadini.example'], text: 'Ok' }
    const entries = (await cli('call', store, 'tickets.timeline', '{"id":1}')).rows()[0]?.['entries'] as {
      id: number
    }[]
    const seenEntryId = Math.max(...entries.map(({ id }) => id))
    expect(await cli('call', store, 'messages.reply', JSON.stringify({ ...reply, seenEntryId }))).toMatchObject({
      code: 0,
    })
    const database = new Database(store, { readonly: true })
    const sent = database.prepare("SELECT header_message_id AS id FROM messages WHERE direction = 'out'").get() as {
      id: string
    }
    database.close()

    const pec = (name: string): string => readFileSync(resolve('tests/fixtures/mail/pec', name), 'latin1')
    const receipt = pec('synthetic-04-avvenuta-consegna.eml')
    const ours = receipt.replace('<ns-42@pec.comune.example.it>', sent.id)
    const bounce = rawMails.bounce.toString('latin1')
    const files = [
      file('receipt.eml', Buffer.from(ours, 'latin1')),
      file('bounce.eml', Buffer.from(bounce.replace('<risposta@capannori.example>', sent.id), 'latin1')),
      file('other-receipt.eml', Buffer.from(receipt.replace('<r4@', '<r5@'), 'latin1')),
      file('other-bounce.eml', Buffer.from(bounce, 'latin1')),
      file('away.eml', rawMails.outOfOffice),
      file('list.eml', rawMails.newsletter.subarray()),
      file('noise.eml', rawMails.noMail),
    ]
    const given = await cli('import-mail', store, ...files, '--json')
    expect(outcomes(given)).toEqual([
      'receipt',
      'bounce',
      'quarantined',
      'quarantined',
      'automatic',
      'automatic',
      'quarantined',
    ])
    expect(given.rows().map(({ ticket }) => ticket)).toEqual([
      'SEGN-2026-000001',
      'SEGN-2026-000001',
      null,
      null,
      null,
      null,
      null,
    ])
  })

  it('begins nothing when one of the paths is wrong', async () => {
    const good = file('good.eml', letter('m1'))
    expect(refusedWith(await cli('import-mail', store, good, at('missing.eml')))).toBe('file_unreadable')
    expect((await cli('call', store, 'tickets.list', '{"filter":{"view":"all"}}')).rows()).toMatchObject([{ total: 0 }])
    expect(refusedWith(await cli('import-mail', at('none.db'), good))).toBe('store_not_found')
  })

  it('stops between two writes at Ctrl+C; what was named is in the store, and the rest comes with the next import', async () => {
    for (let n = 0; n < 400; n += 1) {
      const [from] = [`From: Persona ${n} <p${n}@cittadini.example>`]
      file(
        `many/${String(n).padStart(4, '0')}.eml`,
        rawMail(from, `Message-ID: <n${n}@x.example>`, `Subject: Buca ${n}`, '', 'Testo', ''),
      )
    }
    const { child, ended } = start(['import-mail', store, at('many'), '--json'])
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    const stopped = await ended
    expect(stopped.code).toBe(1)
    expect(stopped.err).toContain('error: cancelled: ')
    const named = stopped.rows().length
    expect(named).toBeLessThan(400)
    const total = (await cli('call', store, 'tickets.list', '{"filter":{"view":"all"}}')).rows()[0]?.['total']
    expect(total).toBe(named)
    const rest = await cli('import-mail', store, at('many'), '--json')
    expect(rest.rows().filter(({ outcome }) => outcome === 'seen')).toHaveLength(named)
    expect(rest.rows()).toHaveLength(400)
  })

  it('is understood without a store, field by field', async () => {
    const parsed = await cli(
      'parse-mail',
      file('a.eml', rawMails.htmlWithPicture),
      file('b.eml', letter('m2', answerTo('m1'))),
      '--json',
    )
    expect(parsed.code).toBe(0)
    expect(parsed.rows()).toMatchObject([
      {
        file: at('a.eml'),
        kind: 'message',
        from: { name: 'Mario Rossi', address: 'mario@cittadini.example' },
        date: '2026-11-23T08:00:00.000Z',
        attachments: [{ name: 'foto.png', type: 'image/png', inline: true, cid: 'foto1@x' }],
        pec: null,
        error: null,
      },
      { file: at('b.eml'), inReplyTo: '<m1@cittadini.example>', visible: 'Testo m2' },
    ])
    expect((await cli('parse-mail', at('a.eml'))).out).toMatch(
      /a\.eml {2}message {2}mario@cittadini\.example {2}Foto\n$/,
    )
    expect(refusedWith(await cli('parse-mail', at('none.eml')))).toBe('file_unreadable')
  })
})
