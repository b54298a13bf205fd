import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeskNotices, type NoticeWords } from '@main/desktop/desk-notices'
import type { DesktopOrder } from '@main/desktop/desktop-requests'
import { KeptNoticeHours } from '@main/host/kept-notice-hours'
import { DEFAULT_NOTICE_HOURS, type NoticeHours } from '@shared/desks/notice-hours'
import { type Seal, SealedSecrets } from '@main/desktop/sealed-secrets'
import { trayMenu, trayTooltip } from '@main/desktop/tray-menu'
import { wordsOf } from '@main/desktop/words'

/** A keychain that turns bytes around, and opens only what it sealed. */
const mirror: Seal = {
  seal: (text) => Buffer.from(`sealed:${text}`, 'utf8').reverse(),
  open: (bytes) => {
    const text = Buffer.from(bytes).reverse().toString('utf8')
    if (!text.startsWith('sealed:')) throw new Error('sealed elsewhere')
    return text.slice('sealed:'.length)
  },
}

describe("a desk's secrets under the system's seal", () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keychain-'))
    file = join(folder, 'inside', 'keychain.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  let last = 0
  const ask = (op: 'get' | 'set' | 'remove', key: string, value = '', by: Seal = mirror) => {
    last += 1
    const answer = new SealedSecrets(file, by).answer({ kind: 'secret', id: last, op, key, value })
    expect([answer.kind, answer.id]).toEqual(['secret', last])
    return { ok: answer.ok, value: answer.value }
  }

  it('are found again by the next start, and never lie in the file as they are', () => {
    expect(ask('get', 'mailbox:urp')).toEqual({ ok: true, value: null })
    expect(ask('set', 'mailbox:urp', 'parola d’ordine')).toEqual({ ok: true, value: null })
    expect(ask('set', 'mailbox:pec', 'altra')).toEqual({ ok: true, value: null })
    expect(ask('get', 'mailbox:urp')).toEqual({ ok: true, value: 'parola d’ordine' })
    expect(readFileSync(file, 'utf8')).not.toContain('parola')
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
    ask('remove', 'mailbox:urp')
    expect(ask('get', 'mailbox:urp').value).toBeNull()
    expect(ask('get', 'mailbox:pec').value).toBe('altra')
  })

  it('are refused, and kept, when the seal is another computer’s; a damaged file is put aside for a password typed anew', () => {
    ask('set', 'mailbox:urp', 'parola')
    const elsewhere: Seal = { ...mirror, open: () => mirror.open(Buffer.from('nothing of ours')) }
    expect(ask('get', 'mailbox:urp', '', elsewhere)).toEqual({ ok: false, value: null })
    expect(ask('get', 'mailbox:urp').value).toBe('parola')
    writeFileSync(file, '{"mailbox:urp": "half a fi')
    expect(ask('get', 'mailbox:urp'), 'not as if there had been none').toEqual({ ok: false, value: null })
    expect(ask('set', 'mailbox:pec', 'altra')).toEqual({ ok: true, value: null })
    expect(ask('get', 'mailbox:pec').value).toBe('altra')
    expect(readFileSync(`${file}.damaged`, 'utf8'), 'nothing is thrown away').toBe('{"mailbox:urp": "half a fi')
  })
})

describe('a notice of the system', () => {
  /** A Thursday morning, unless the story tells of another time. */
  const THURSDAY = new Date(2026, 10, 26, 10, 15)
  interface DeskOptions {
    readonly watched?: boolean
    readonly supported?: boolean
    readonly language?: 'it' | 'en'
    readonly hours?: NoticeHours
    readonly now?: Date
  }
  const desk = (options: DeskOptions = {}) => {
    const shown: NoticeWords[] = []
    const clicks: (() => void)[] = []
    let closed = 0
    const orders: DesktopOrder[] = []
    const notices = new DeskNotices({
      words: () => wordsOf(options.language ?? 'it'),
      hours: () => options.hours ?? DEFAULT_NOTICE_HOURS,
      now: () => options.now ?? THURSDAY,
      isWatched: () => options.watched === true,
      make: (words) =>
        options.supported === false
          ? null
          : {
              on: (event, listener) => event === 'click' && clicks.push(listener),
              show: () => void shown.push(words),
              close: () => void (closed += 1),
            },
      order: (order) => void orders.push(order),
    })
    return { notices, shown, clicks, orders, closed: () => closed }
  }
  const told = {
    kind: 'notice',
    notice: 'new_ticket',
    ticketId: 12,
    number: 'SEGN-2026-000012',
    office: 'open',
  } as const

  it('names the number and no person, and its click opens the ticket', () => {
    const { notices, shown, clicks, orders } = desk()
    notices.tell(told)
    expect(shown).toEqual([{ title: 'Nuova segnalazione', body: 'Segnalazione SEGN-2026-000012', urgency: 'normal' }])
    clicks[0]?.()
    expect(orders).toEqual([{ kind: 'ticket', ticketId: 12 }])
  })

  it('says on which line somebody calls and not who, takes the call at a click, and goes when it rings no more', () => {
    const call = { kind: 'call', callId: 4, rings: true, line: 'Cantoniere di paese', office: 'open' } as const
    const { notices, shown, clicks, orders, closed } = desk()
    notices.call(call)
    notices.call({ ...call, callId: 5, line: '' })
    expect(shown.map(({ title, body }) => [title, body])).toEqual([
      ['Telefonata in arrivo', 'Cantoniere di paese. Un clic apre il modulo.'],
      ['Telefonata in arrivo', 'Un clic apre il modulo.'],
    ])
    clicks[0]?.()
    expect(orders).toEqual([{ kind: 'answer', callId: 4 }])
    notices.call({ ...call, rings: false })
    notices.call({ ...call, rings: false })
    expect(closed()).toBe(1)
    for (const quiet of [desk({ watched: true }), desk({ now: new Date(2026, 10, 26, 22, 0) })]) {
      quiet.notices.call({ ...call, office: 'shut' })
      expect(quiet.shown).toEqual([])
    }
  })

  it('is urgent for an emergency, speaks the chosen language, and is silent before somebody who looks', () => {
    const english = desk({ language: 'en' })
    english.notices.tell({ ...told, notice: 'emergency' })
    expect(english.shown).toMatchObject([{ urgency: 'critical' }])
    expect(english.shown[0]?.title).not.toBe('Possibile emergenza')
    for (const quiet of [desk({ watched: true }), desk({ supported: false })]) {
      quiet.notices.tell(told)
      expect(quiet.shown).toEqual([])
    }
  })

  it('keeps still at night and on holidays, but not about a possible emergency', () => {
    const night = desk({ now: new Date(2026, 10, 26, 19, 0) })
    night.notices.tell({ ...told, office: 'shut' })
    expect(night.shown).toEqual([])
    night.notices.tell({ ...told, notice: 'emergency', office: 'shut' })
    expect(night.shown).toMatchObject([{ urgency: 'critical' }])
    const sunday = desk({ now: new Date(2026, 10, 29, 10, 0) })
    sunday.notices.tell({ ...told, office: 'shut' })
    const patron = desk()
    patron.notices.tell({ ...told, office: 'holiday' })
    expect([...sunday.shown, ...patron.shown]).toEqual([])
    // The counter has closed, and people work on.
    const afternoon = desk({ now: new Date(2026, 10, 26, 15, 0) })
    afternoon.notices.tell({ ...told, office: 'shut' })
    expect(afternoon.shown).toHaveLength(1)
  })

  it('keeps the hours that a person chose for this computer, also for its next start', () => {
    const folder = mkdtempSync(join(tmpdir(), 'notice-hours-'))
    const kept = new KeptNoticeHours(folder)
    expect(kept.now).toEqual(DEFAULT_NOTICE_HOURS)
    const office = { ...DEFAULT_NOTICE_HOURS, when: 'office' } as const
    expect(kept.keep(office)).toBe(true)
    const next = new KeptNoticeHours(folder)
    expect(next.now).toEqual(office)
    const shut = desk({ hours: next.now })
    shut.notices.tell({ ...told, office: 'shut' })
    expect(shut.shown).toEqual([])
    writeFileSync(join(folder, 'avvisi.json'), '{"when": "domani"}')
    expect(new KeptNoticeHours(folder).now, 'a damaged file').toEqual(DEFAULT_NOTICE_HOURS)
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('the sign beside the clock', () => {
  it('counts what is unread and overdue, and leads back or out', () => {
    const done: string[] = []
    const actions = { show: () => void done.push('show'), quit: () => void done.push('quit') }
    const words = wordsOf('it')
    expect(trayTooltip(words, { unread: 3, overdue: 1 })).toBe('Cantoniere – da leggere: 3, scadute: 1')
    const menu = trayMenu(words, { unread: 3, overdue: 1 }, actions)
    expect(menu.map(({ label }) => label)).toEqual([
      'Cantoniere – da leggere: 3, scadute: 1',
      'Apri la postazione',
      'Esci',
    ])
    for (const { click } of menu) (click as (() => void) | undefined)?.()
    expect(done).toEqual(['show', 'quit'])
  })
})
