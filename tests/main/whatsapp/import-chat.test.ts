import { readFileSync } from 'node:fs'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { type Instant, asInstant } from '@shared/kernel/instant'
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
type Rest = Partial<Parameters<Client['whatsapp']['importChat']>[0]>
const bring = async (content: string | Uint8Array, rest: Rest = { own: OWN }) =>
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
    expect(shown).toMatchObject({ toTake: 1, total: 3 })
    expect(shown.messages.map(({ piece, own, seen }) => [piece, own, seen])).toEqual([
      [0, false, false],
      [0, false, false],
      [null, true, false],
    ])
    const cuts = [{ at: 1, begins: true }]
    expect(valueOf(await office.whatsapp.preview({ sha256, cuts })).pieces.map(({ at }) => at)).toEqual([0, 1])
    const brought = await office.whatsapp.importChat({ sha256, cuts, leftOut: [0] })
    expect(valueOf(brought).reports).toMatchObject([{ messages: 1 }])
    expect((await all()).rows.map(({ subject }) => subject)).toEqual(['E un lampione'])
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
      [bomb, 'archive_too_large'],
      [zipSync({ 'foto.jpg': Buffer.from('x') }), 'not_a_chat'],
      ['Gentile ufficio, c’è una buca', 'not_a_chat'],
      [Buffer.from([0x50, 0x4b, 3, 4, 9, 9]), 'file_unreadable'],
    ] as const)
      expect([code, codeOf(await bring(content, {}))]).toEqual([code, code])
    expect((await all()).total).toBe(before)
  })

  it('goes where a person says: to an open ticket, to one of its own, with a category, or nowhere', async () => {
    const first = valueOf(await bring('02/04/26, 09:00 - Anna: buca\n', {})).reports[0]
    const chat = '02/04/26, 09:00 - Anna: buca\n02/04/26, 09:05 - Anna: due buche\n'
    const more = `${chat}05/04/26, 10:00 - Anna: lampione\n09/04/26, 10:00 - Anna: ciao a tutti\n`
    const sha256 = await put(more)
    const shown = valueOf(await office.whatsapp.preview({ sha256 }))
    expect(shown.pieces.map(({ at, fresh, known, goesOn }) => [at, fresh, known, goesOn?.number])).toEqual([
      [0, 1, 1, first?.number],
      [2, 1, 0, undefined],
      [3, 1, 0, undefined],
    ])
    // The person of the first import, by the words that it brought: no second Anna.
    expect(shown.authors[0]).toMatchObject({ name: 'Anna', open: [{ number: first?.number }] })
    const category = valueOf(await office.settings.catalog({})).categories[0]
    const { reports } = valueOf(
      await office.whatsapp.importChat({
        sha256,
        pieces: [
          { at: 0, into: null, categoryId: category?.id ?? null },
          { at: 2, into: first?.ticketId ?? null },
          { at: 3, skip: true },
        ],
      }),
    )
    expect(reports.map(({ outcome, number }) => [outcome, number === first?.number])).toEqual([
      ['created', false],
      ['appended', true],
    ])
    const { rows } = await all()
    expect(rows.map(({ subject, categoryId }) => [subject, categoryId])).toEqual([
      ['Due buche', category?.id],
      ['Buca', null],
    ])
    expect(valueOf(await office.contacts.find({ text: 'Anna' })).contacts).toHaveLength(1)
    // What was skipped is still there to be taken.
    expect(valueOf(await office.whatsapp.preview({ sha256: await put(more) })).toTake).toBe(1)
  })

  it('is taken whole or not at all', async () => {
    const sha256 = await put('02/04/26, 09:00 - A: uno\n02/04/26, 09:00 - B: due\n02/04/26, 09:01 - C: tre\n')
    const nowhere = { at: 2, into: 999_999 as never }
    expect(codeOf(await office.whatsapp.importChat({ sha256, pieces: [nowhere] }))).toBe('ticket_closed')
    expect((await all()).total).toBe(0)
    expect(valueOf(await office.whatsapp.imports({})).imports).toEqual([])
    expect(valueOf(await office.whatsapp.importChat({ sha256 })).reports).toHaveLength(3)
    const many = Array.from({ length: 1001 }, (_, n) => `02/04/26, 09:00 - Persona ${n}: buca ${n}`).join('\n')
    expect(codeOf(await bring(many, {}))).toBe('chat_too_long')
    expect((await all()).total).toBe(3)
  })

  it('of a name has the number that a person writes, and is joined to whoever has it', async () => {
    const chat = '02/04/26, 09:00 - Mario Rossi: buca\n'
    const contact = { name: 'Mario Rossi', address: '', notes: '', identifiers: [] }
    const numbered = { ...contact, identifiers: [{ kind: 'phone' as const, value: '335 123 4567' }] }
    valueOf(
      await office.tickets.create({ description: 'x', channel: 'phone', reporter: { kind: 'new', contact: numbered } }),
    )
    valueOf(await bring(chat, { numbers: [{ author: 'Mario Rossi', phone: '+39 335 1234567' }] }))
    const { contacts } = valueOf(await office.contacts.find({ text: 'Mario Rossi' }))
    expect(contacts.map(({ identifiers }) => identifiers.map(({ kind }) => kind))).toEqual([['phone', 'whatsapp']])
  })

  it('is looked at, photos too, before anything of it is a ticket', async () => {
    const sha256 = await put(iphone())
    const { pieces } = valueOf(await office.whatsapp.preview({ sha256, own: OWN }))
    const names = pieces.flatMap(({ files }) => files)
    const { pictures } = valueOf(await office.whatsapp.pictures({ sha256, names: [...names, '../../etc/passwd'] }))
    expect(pictures.map(({ name }) => name)).toEqual(names)
    expect((await all()).total).toBe(0)
    const onlyLater = valueOf(await office.whatsapp.preview({ sha256, own: OWN, from: '2030-01-01' }))
    expect([onlyLater.toTake, onlyLater.pieces]).toEqual([0, []])
  })

  it('is taken back: untouched tickets are withdrawn, those worked on stay, and it can be imported anew', async () => {
    const chat = '02/04/26, 09:00 - A: uno\n02/04/26, 09:00 - B: due\n'
    const { importId, reports } = valueOf(await bring(chat, {}))
    const [, worked] = reports
    valueOf(await office.tickets.addNote({ id: worked?.ticketId as never, text: 'visto' }))
    const stranger = await desk.as('counter')
    expect(codeOf(await stranger.whatsapp.undoImport({ id: importId as never }))).toBe('forbidden')
    expect(valueOf(await office.whatsapp.undoImport({ id: importId as never }))).toEqual({
      tickets: 1,
      messages: 0,
      kept: [worked?.number],
    })
    expect(codeOf(await office.whatsapp.undoImport({ id: importId as never }))).toBe('import_undone')
    const rows = (await all()).rows.toReversed()
    expect(rows.map(({ status, outcome }) => [status, outcome])).toEqual([
      ['closed', 'withdrawn'],
      ['new', null],
    ])
    expect((await messagesOf(rows[0]?.id ?? 0)).map(({ state }) => state)).toEqual(['withdrawn'])
    expect(valueOf(await bring(chat, {})).reports.map(({ outcome }) => outcome)).toEqual(['created', 'seen'])
    expect(valueOf(await office.whatsapp.imports({})).imports.map(({ undone }) => undone)).toEqual([false, true])
  })
})

describe('a message that somebody pasted', () => {
  const written = asInstant(MONDAY_MORNING - 3 * 3600_000)
  const paste = (receivedAt: Instant | null) =>
    office.tickets.create({ channel: 'whatsapp', description: 'buca in via Romana', receivedAt })

  it('reached the office when it was written; a clock that is ahead, or an old one, is not believed', async () => {
    for (const [said, kept] of [
      [written, written],
      [asInstant(MONDAY_MORNING + 3600_000), MONDAY_MORNING],
      [null, MONDAY_MORNING],
    ] as const) {
      const { id } = valueOf(await paste(said))
      expect(valueOf(await office.tickets.get({ id })).createdAt).toBe(kept)
    }
    expect(codeOf(await paste(asInstant(MONDAY_MORNING - 70 * 24 * 3600_000)))).toBe('invalid_input')
  })

  it('is answered from the telephone: recorded as such, first answer and all', async () => {
    const { id } = valueOf(await paste(written))
    const { entries } = valueOf(await office.tickets.timeline({ id }))
    const answer = {
      ticketId: id,
      via: 'whatsapp' as const,
      official: false,
      text: 'Grazie',
      seenEntryId: entries.at(-1)?.id ?? 0,
    }
    expect(valueOf(await office.messages.reply(answer))).toMatchObject({ heldUntil: null })
    const [message] = await messagesOf(id)
    expect(message).toMatchObject({ via: 'whatsapp', direction: 'out', state: 'recorded', text: 'Grazie' })
    expect(valueOf(await office.tickets.get({ id })).firstAnsweredAt).toBe(MONDAY_MORNING)
  })
})
