import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { Notices } from '@main/engine/notices'
import { receiveMails } from '@main/features/mail/receive-mails'
import { plainParser } from '@main/jobs/mail-adapters'
import { pruneChangeLog } from '@main/store/change-feed'
import { secureRandom } from '@main/platform/random'
import { openStore } from '@main/store/open'
import { type TestDesk, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'
import { rawMail } from '../../support/raw-mails'

let desk: TestDesk
const crashes: unknown[] = []
const crashed = (reason: unknown): void => void crashes.push(reason)

beforeEach(async () => {
  desk = await openTestDesk()
  crashes.length = 0
  process.on('unhandledRejection', crashed)
})
afterEach(async () => {
  process.off('unhandledRejection', crashed)
  await desk.close()
})

describe('an engine that stops while people work', () => {
  it('carries out what waits, and nobody who listens brings it down', async () => {
    const { store } = desk.engine.current
    const renamed = ['uno', 'due', 'tre'].map((name) =>
      store.write(async (db) => {
        await db.updateTable('users').set({ display_name: name }).where('username', '=', 'reader').execute()
      }),
    )
    await desk.engine.stop()
    expect((await Promise.all(renamed)).map(({ ok }) => ok)).toEqual([true, true, true])
    await new Promise((later) => setTimeout(later, 50))
    expect(crashes).toEqual([])
  })

  it('tells the pages nothing more once it has stopped', async () => {
    const { memory, client } = desk.line()
    valueOf(await client.accounts.signIn({ username: 'reader', password: 'lampione-acceso-42' }))
    const heard: string[] = []
    memory.onEvent((name) => heard.push(name))
    const { store } = desk.engine.current
    const late = store.write(async (db) => {
      await db.insertInto('bodies').values({ name: 'Ente in ritardo' }).execute()
    })
    await desk.engine.stop()
    await late
    expect(heard.filter((name) => name === 'changes').length).toBeLessThanOrEqual(1)
    expect((await client.tickets.list({ filter: { view: 'open' } })).ok).toBe(false)
  })
})

describe('a desk that slept through the news', () => {
  it('signs out whoever was switched off meanwhile', async () => {
    const { memory, client } = desk.line()
    valueOf(await client.accounts.signIn({ username: 'reader', password: 'lampione-acceso-42' }))
    const heard: string[] = []
    memory.onEvent((name) => heard.push(name))
    const other = valueOf(await openStore(desk.storePath))
    // In one go on the other desk: the log's row of it is gone before this desk looks.
    valueOf(
      await other.write(async (db) => {
        await db.updateTable('users').set({ active: 0 }).where('username', '=', 'reader').execute()
        await db.insertInto('bodies').values({ name: 'Ente di prova' }).execute()
        await pruneChangeLog(db, 1)
      }),
    )
    await other.close()
    await eventually('the sign-out', () => heard.includes('signedOut'))
    expect((await client.tickets.list({ filter: { view: 'open' } })).ok).toBe(false)
  })
})

describe('a notice', () => {
  const letter = (id: string, subject: string, ...headers: string[]): Buffer =>
    rawMail(
      'From: Mario Rossi <mario@cittadini.example>',
      'To: desk@capannori.example',
      `Subject: ${subject}`,
      `Message-ID: <${id}@cittadini.example>`,
      ...headers,
      '',
      'La buca e sempre li',
      '',
    )
  const receive = async (raw: Buffer): Promise<TicketId> => {
    const { engine } = desk
    const [received] = valueOf(
      await receiveMails(
        {
          current: engine.current,
          clock: engine.clock,
          random: secureRandom,
          logger: engine.logger,
          parser: plainParser(),
        },
        { mailboxId: null, lease: null, acknowledge: false },
        [{ raw, uid: null, receivedAt: engine.clock.now(), size: raw.byteLength, problem: null }],
      ),
    )
    return received?.ticketId as TicketId
  }

  it('is given for a new ticket, and for what a citizen adds to an old one, once', async () => {
    const { memory, client } = desk.line()
    valueOf(await client.accounts.signIn({ username: 'mail', password: 'lampione-acceso-42' }))
    const heard: unknown[] = []
    memory.onEvent((name, payload) => {
      if (name === 'notice') heard.push(payload)
    })
    const id = await receive(letter('m1', 'Buca in via Romana'))
    await eventually('the first notice', () => heard.length === 1)
    expect(heard).toEqual([expect.objectContaining({ kind: 'new_ticket', ticketId: id })])
    heard.length = 0
    expect(await receive(letter('m2', 'Re: Buca', 'In-Reply-To: <m1@cittadini.example>'))).toBe(id)
    await eventually('the second notice', () => heard.length === 1)
    expect(heard).toEqual([expect.objectContaining({ kind: 'new_message', ticketId: id })])
    heard.length = 0
    // A colleague's note is written down as well, and is nobody's notice.
    valueOf(await client.tickets.addNote({ id, text: 'Sentito per telefono', attachments: [] }))
    await receive(letter('m3', 'Lampione spento in piazza'))
    await eventually('the third notice', () => heard.length > 0)
    expect(heard).toEqual([expect.objectContaining({ kind: 'new_ticket' })])
  })

  it('says whether the office is open, shut or on holiday at that moment', async () => {
    const id = await receive(letter('m9', 'Buca in via Romana'))
    const told = async (clock: string) => {
      const notices = new Notices(desk.engine.current.store, {
        now: () => asInstant(Date.parse(clock)),
        monotonic: () => 0,
      })
      const [notice] = await notices.of([{ entity: 'tickets', id, op: 'insert' }])
      return notice?.office
    }
    // A Thursday in Rome's winter, then the patron's day, a Thursday as well.
    expect([await told('2026-11-26T10:00:00Z'), await told('2026-11-26T14:00:00Z')]).toEqual(['open', 'shut'])
    expect(await told('2026-07-16T08:00:00Z')).toBe('holiday')
  })
})
