import { readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { type TestDesk, MONDAY_MORNING, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let office: Client
beforeEach(async () => {
  desk = await openTestDesk()
  office = await desk.as('manager')
})
afterEach(() => desk.close())

const put = async (content: string | Uint8Array): Promise<string> => {
  const { files, store } = desk.engine.current
  const stored = await files.put(typeof content === 'string' ? Buffer.from(content) : content)
  await store.write((db) => rememberBlob(db, { ...stored, type: 'application/zip', at: MONDAY_MORNING }))
  return stored.sha256
}
const OWN = ['Cantoniere di paese']
const bring = async (content: string | Uint8Array, rest: { own?: string[]; starts?: number[] } = { own: OWN }) =>
  office.whatsapp.importChat({ sha256: await put(content), ...rest })
const iphone = (): Uint8Array => readFileSync('tests/fixtures/whatsapp/ios_it_24h.zip')
const android = (): Uint8Array => readFileSync('tests/fixtures/whatsapp/android_it_24h.txt')
const all = async () => valueOf(await office.tickets.list({ filter: { view: 'all' } }))
const messagesOf = async (id: number) =>
  valueOf(await office.tickets.timeline({ id: id as never })).entries.flatMap(({ message }) => message ?? [])

describe('an exported chat', () => {
  it('of an iPhone becomes a ticket with its words, pictures and place, at the hour it was written', async () => {
    const { reports } = valueOf(await bring(iphone()))
    expect(reports).toMatchObject([{ outcome: 'created', author: 'Mario Rossi', messages: 7, files: 2 }])
    const { rows } = await all()
    expect(rows).toMatchObject([
      { channel: 'whatsapp', contactName: 'Mario Rossi', hasUnread: true, createdAt: Date.UTC(2026, 3, 2, 7, 12, 40) },
    ])
    expect(rows[0]?.subject).toContain('in via dei Bocchi')
    // The whole chat has done its work: only what hangs on tickets is kept.
    const kept = await desk.engine.current.store.read((db) =>
      db.selectFrom('blobs').select('type').where('type', '=', 'application/zip').execute(),
    )
    expect(valueOf(kept)).toEqual([])
    const ticket = valueOf(await office.tickets.get({ id: rows[0]?.id as never }))
    expect(ticket.place).toMatchObject({ lat: 43.876512, lon: 10.598731, precision: 'point' })
    const [message] = await messagesOf(ticket.id)
    expect(message).toMatchObject({ via: 'whatsapp', purpose: 'report', direction: 'in' })
    expect(message?.text).toContain('All’altezza del civico 12/A')
    expect(message?.text).not.toContain('registrata')
    expect(message?.attachments).toHaveLength(2)
  })

  it('of an Android is known by its number, in any form', async () => {
    valueOf(await bring(android(), {}))
    const { contacts } = valueOf(await office.contacts.find({ text: '335/0000000' }))
    expect(contacts).toHaveLength(1)
    expect((await all()).rows[0]?.subject).toBe('Lampione spento in via Romana')
  })

  it('imported twice is the chat imported once; a later export adds what is new, to the same ticket', async () => {
    const first = '02/04/26, 09:12 - +39 335 000 0000: Lampione spento\n'
    valueOf(await bring(first, {}))
    expect(valueOf(await bring(first, {})).reports).toMatchObject([{ outcome: 'seen', messages: 0 }])
    const longer = `${first}02/04/26, 09:30 - +39 335 000 0000: È il palo 1234\n05/04/26, 10:00 - +39 335 000 0000: C’è una buca\n`
    expect(valueOf(await bring(longer, {})).reports).toMatchObject([
      { outcome: 'appended', messages: 1 },
      { outcome: 'created', messages: 1 },
    ])
    expect(valueOf(await bring(longer, {})).reports.map(({ outcome }) => outcome)).toEqual(['seen', 'seen'])
    const { rows, total } = await all()
    expect(total).toBe(2)
    expect((await messagesOf(rows.at(-1)?.id ?? 0)).map(({ text }) => text)).toEqual([
      'Lampione spento',
      'È il palo 1234',
    ])
    expect(rows.map(({ contactName }) => contactName)).toEqual(['', ''])
  })

  it('said twice in the same minute is said twice', async () => {
    const line = '02/04/26, 09:12 - Anna: buca\n'
    expect(valueOf(await bring(line + line, {})).reports).toMatchObject([{ messages: 2 }])
  })

  it('is shown before it is taken, and cut where a person says', async () => {
    const chat =
      '02/04/26, 09:00 - Anna: buca\n02/04/26, 09:05 - Anna: e un lampione\n02/04/26, 09:06 - Cantoniere di paese: ok'
    const sha256 = await put(chat)
    const shown = valueOf(await office.whatsapp.preview({ sha256 }))
    expect(shown).toMatchObject({ reports: 1, total: 3 })
    expect(shown.messages.map(({ report, own, seen }) => [report, own, seen])).toEqual([
      [0, false, false],
      [0, false, false],
      [null, true, false],
    ])
    expect(valueOf(await office.whatsapp.preview({ sha256, starts: [0, 1] })).reports).toBe(2)
    expect(valueOf(await office.whatsapp.importChat({ sha256, starts: [1] })).reports).toMatchObject([{ messages: 1 }])
    expect((await all()).rows.map(({ subject }) => subject)).toEqual(['e un lampione'])
    const again = valueOf(await office.whatsapp.preview({ sha256 }))
    expect(again.messages.map(({ seen }) => seen)).toEqual([false, true, false])
  })

  it('that means harm is bounded: no path, no bomb, no other file', async () => {
    const evil = readFileSync('tests/fixtures/whatsapp/evil_zipslip.zip')
    // The only thing said is a file with a path: its name is taken, its path is not.
    expect(valueOf(await bring(evil, {})).reports).toMatchObject([{ outcome: 'created', files: 1 }])
    const [message] = await messagesOf((await all()).rows[0]?.id ?? 0)
    expect(message?.attachments.map(({ name }) => name)).toEqual(['evil.txt'])

    const bomb = zipSync({ '_chat.txt': Buffer.from('02/04/26, 09:00 - A: x'), 'a.jpg': Buffer.alloc(10) })
    const at = Buffer.from(bomb).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    new DataView(bomb.buffer, bomb.byteOffset).setUint32(at + 24, 0xff00_0000, true)
    const before = (await all()).total
    for (const [content, code] of [
      [bomb, 'attachment_too_large'],
      [zipSync({ 'foto.jpg': Buffer.from('x') }), 'wrong_file_type'],
      ['Gentile ufficio, c’è una buca', 'wrong_file_type'],
      [Buffer.from([0x50, 0x4b, 3, 4, 9, 9]), 'file_unreadable'],
    ] as const)
      expect([code, codeOf(await bring(content, {}))]).toEqual([code, code])
    expect((await all()).total).toBe(before)
  })
})
