import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, rmdir } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import type { MessageId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { codeOf, valueOf } from '../../support/engine'
import { type LineDesk, openLineDesk } from '../../support/line-desk'
import { jpegWithExif } from '../../support/telling-photo'

type Reply = InputOf<(typeof messages)['reply']>

let line: LineDesk
let ticketId: TicketId
let mario = ''
let citizens = 0

beforeAll(async () => {
  line = await openLineDesk()
  await line.read()
})
beforeEach(async () => {
  citizens += 1
  mario = `39336000${String(citizens).padStart(4, '0')}`
  await line.later(5 * DAY_MS)
  line.cloud.token = 'token-della-prova'
  line.cloud.troubles.length = 0
  line.cloud.sent.length = 0
  const words = `Buca numero ${citizens} in via del Brennero`
  await line.says('text', (message) => (message['text'] = { body: words }), mario)
  await line.read()
  const [found] = await line.ticketsOf(words)
  ticketId = found as TicketId
})
afterAll(() => line.close())

const reply = async (more: Partial<Reply> = {}) =>
  line.admin().messages.reply({
    ticketId,
    via: 'whatsapp_line',
    official: false,
    text: 'La squadra passa domani.',
    seenEntryId: 1_000_000,
    key: randomUUID(),
    ...more,
  })
const answered = async (more: Partial<Reply> = {}): Promise<MessageId> => valueOf(await reply(more)).id
/** Past the seconds in which it can be taken back. */
const leave = async (): Promise<void> => {
  await line.later(MINUTE_MS)
  await line.read()
}
const messageOf = async (id: MessageId) => {
  const found = (await line.messagesOf(ticketId)).find((one) => one.id === id)
  if (found === undefined) throw new Error('no message')
  return found
}
const photo = async () => {
  const content = jpegWithExif()
  const { current } = line.desk.engine
  const kept = await current.files.put(content)
  const sha256 = createHash('sha256').update(content).digest('hex')
  valueOf(await current.store.write((db) => rememberBlob(db, { ...kept, type: 'image/jpeg', at: line.now() })))
  return { sha256, name: 'buca.jpg' }
}

describe('an answer by the WhatsApp number of the office', () => {
  it('waits to be taken back, leaves with its photo cleaned, and shows how far it got', async () => {
    const id = await answered({ attachments: [await photo()] })
    await line.read()
    expect(line.cloud.sent).toEqual([])
    expect((await messageOf(id)).state).toBe('held')
    await leave()
    expect(line.cloud.sent.map(({ body }) => [body.to, body.type])).toEqual([
      [mario, 'text'],
      [mario, 'image'],
    ])
    expect(line.cloud.sent[0]?.body['text']).toEqual({ preview_url: false, body: 'La squadra passa domani.' })
    const laid = line.cloud.files.at(-1)
    expect(laid).toMatchObject({ name: 'buca.jpg', type: 'image/jpeg' })
    expect(laid?.content.includes('GPS')).toBe(false)
    expect(await messageOf(id)).toMatchObject({ state: 'sent', delivery: [{ state: 'taken' }] })
    const [words, picture] = line.cloud.sent.map(({ wamid }) => wamid)
    // The first is read before the second has arrived, and an older word comes late.
    await line.tells(words ?? '', 'read')
    await line.tells(picture ?? '', 'delivered')
    await line.tells(words ?? '', 'delivered')
    await line.read()
    expect((await messageOf(id)).delivery).toMatchObject([{ state: 'delivered' }])
    await line.tells(picture ?? '', 'read')
    await line.read()
    expect((await messageOf(id)).delivery).toMatchObject([{ state: 'read' }])
  })

  it('is the writer’s draft again when it is taken back', async () => {
    const id = await answered()
    expect(valueOf(await line.admin().messages.undo({ id }))).toEqual({ ticketId, face: 'reply', draftOf: null })
    await leave()
    expect(line.cloud.sent).toEqual([])
    const draft = valueOf(await line.admin().messages.draft({ ticketId, face: 'reply' }))
    expect(draft).toMatchObject({ text: 'La squadra passa domani.', data: { via: 'whatsapp_line', template: null } })
  })

  it('may be free words for a day after the citizen’s last one, then an approved template alone', async () => {
    const { line: shown } = valueOf(await line.admin().messages.recipients({ ticketId }))
    expect(shown?.windowUntil).toBe(Math.floor(line.now() / 1000) * 1000 + DAY_MS)
    expect(shown?.templates.map(({ name }) => name)).toEqual(['aggiornamento', 'con_nome', 'semplice'])
    await line.later(DAY_MS + HOUR_MS)
    expect(codeOf(await reply())).toBe('whatsapp_window_closed')
    const template = { name: 'aggiornamento', language: 'it', values: { 'body.1': 'Mario' } }
    expect(codeOf(await reply({ template }))).toBe('invalid_input')
    expect(codeOf(await reply({ template: { ...template, name: 'inventato' } }))).toBe('whatsapp_template_gone')
    const values = { 'body.1': 'Mario\n  Rossi', 'body.2': 'SEGN-2026-1' }
    expect(codeOf(await reply({ template: { ...template, values }, attachments: [await photo()] }))).toBe(
      'whatsapp_window_closed',
    )
    const id = await answered({ template: { ...template, values } })
    await leave()
    expect((await messageOf(id)).text).toBe(
      'Gentile Mario Rossi, la segnalazione SEGN-2026-1 è in lavorazione.\n\nComune di prova',
    )
    expect(line.cloud.sent[0]?.body['template']).toEqual({
      name: 'aggiornamento',
      language: { code: 'it' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Mario Rossi' },
            { type: 'text', text: 'SEGN-2026-1' },
          ],
        },
      ],
    })
    const named = { name: 'con_nome', language: 'it', values: { 'body.nome': 'Anna' } }
    await answered({ template: named })
    await leave()
    expect(line.cloud.sent[1]?.body['template']).toMatchObject({
      components: [{ parameters: [{ type: 'text', text: 'Anna', parameter_name: 'nome' }] }],
    })
  })

  it('waits while WhatsApp or the token fails, and leaves by itself afterwards', async () => {
    const id = await answered()
    line.cloud.troubles.push({ status: 503, code: 131016 })
    await leave()
    expect(await messageOf(id)).toMatchObject({ state: 'queued', errorCode: 'whatsapp_unreachable' })
    line.cloud.token = 'scaduto'
    await line.later(2 * HOUR_MS)
    await line.admin().whatsappLine.checkNow({})
    expect(await messageOf(id)).toMatchObject({ state: 'queued', errorCode: 'whatsapp_token_refused' })
    expect(valueOf(await line.admin().whatsappLine.status({})).sendingFailure?.code).toBe('whatsapp_token_refused')
    valueOf(await line.admin().whatsappLine.setToken({ which: 'access', token: 'scaduto' }))
    await line.admin().whatsappLine.checkNow({})
    expect(await messageOf(id)).toMatchObject({ state: 'sent' })
    expect(valueOf(await line.admin().whatsappLine.status({})).sendingFailure).toBeNull()
    valueOf(await line.admin().whatsappLine.setToken({ which: 'access', token: 'token-della-prova' }))
    expect(line.cloud.sent).toHaveLength(1)
  })

  it('is shown as failed where WhatsApp refuses it for itself, and goes again at a person’s word', async () => {
    const id = await answered()
    line.cloud.troubles.push({ status: 400, code: 131026, details: 'Receiver incapable' })
    await leave()
    expect(await messageOf(id)).toMatchObject({ state: 'failed', errorCode: 'whatsapp_not_reachable' })
    expect(valueOf(await line.admin().tickets.get({ id: ticketId })).hasUnread).toBe(true)
    valueOf(await line.admin().messages.retry({ id }))
    await line.read()
    expect(await messageOf(id)).toMatchObject({ state: 'sent' })
    await line.tells(line.cloud.sent[0]?.wamid ?? '', 'failed', {
      errors: [{ code: 131026, title: 'Message undeliverable', error_data: { details: 'Il numero non usa WhatsApp' } }],
    })
    await line.read()
    expect(await messageOf(id)).toMatchObject({
      state: 'undelivered',
      delivery: [{ state: 'undeliverable', reason: 'Il numero non usa WhatsApp' }],
    })
    valueOf(await line.admin().messages.retry({ id }))
    await line.read()
    expect(await messageOf(id)).toMatchObject({ state: 'sent', undelivered: [], delivery: [{ state: 'taken' }] })
    expect(line.cloud.sent).toHaveLength(2)
  })

  it('is doubted when the line breaks after it left, is not sent twice, and is known when WhatsApp speaks of it', async () => {
    const id = await answered()
    line.cloud.troubles.push('breaks')
    await leave()
    expect(await messageOf(id)).toMatchObject({ state: 'uncertain', errorCode: 'whatsapp_dropped' })
    await leave()
    expect(line.cloud.sent).toHaveLength(1)
    const [gone] = line.cloud.sent
    await line.tells(gone?.wamid ?? '', 'delivered', {
      biz_opaque_callback_data: gone?.body.biz_opaque_callback_data ?? '',
    })
    await line.read()
    expect(await messageOf(id)).toMatchObject({ state: 'sent', errorCode: null, delivery: [{ state: 'delivered' }] })
  })

  it('sends of several parts only those that have not left, and nothing of what WhatsApp does not carry', async () => {
    const id = await answered({ attachments: [await photo()] })
    await line.later(MINUTE_MS)
    const before = line.cloud.sent.length
    // The words get through, the picture meets a busy server.
    line.cloud.troubles.push(null, { status: 429, code: 130429 })
    await line.read()
    expect(line.cloud.sent.slice(before).map(({ body }) => body.type)).toEqual(['text'])
    expect(await messageOf(id)).toMatchObject({ state: 'queued' })
    await line.later(2 * HOUR_MS)
    await line.read()
    expect(line.cloud.sent.slice(before).map(({ body }) => body.type)).toEqual(['text', 'image'])
    expect(await messageOf(id)).toMatchObject({ state: 'sent' })

    const { current } = line.desk.engine
    const kept = await current.files.put(Buffer.from('PK\u0003\u0004 non un foglio'))
    valueOf(await current.store.write((db) => rememberBlob(db, { ...kept, type: 'application/zip', at: line.now() })))
    expect(codeOf(await reply({ attachments: [{ sha256: kept.sha256, name: 'carte.zip' }] }))).toBe(
      'whatsapp_file_refused',
    )
    expect(codeOf(await reply({ text: 'a'.repeat(4097) }))).toBe('whatsapp_text_too_long')
  })

  it('waits while a file of it cannot be read, and leaves when it can', async () => {
    const { current } = line.desk.engine
    const content = Buffer.from('%PDF-1.4 una planimetria')
    const kept = await current.files.put(content)
    const type = 'application/pdf'
    valueOf(await current.store.write((db) => rememberBlob(db, { ...kept, type, at: line.now() })))
    const id = await answered({ attachments: [{ sha256: kept.sha256, name: 'planimetria.pdf' }] })
    const path = current.files.pathOf(kept.sha256)
    await rename(path, `${path}.via`)
    // A folder in its place: the disk answers, and not with the file.
    await mkdir(path)
    await leave()
    expect(await messageOf(id)).toMatchObject({ state: 'queued', errorCode: 'file_unreadable' })
    await rmdir(path)
    await rename(`${path}.via`, path)
    await line.later(HOUR_MS)
    await line.read()
    expect(await messageOf(id)).toMatchObject({ state: 'sent', errorCode: null })
  })

  it('says what is wrong with account, number and relay before anything is saved', async () => {
    const { whatsapp } = valueOf(await line.admin().settings.all({}))
    const test = async (more: Partial<typeof whatsapp> = {}) =>
      valueOf(await line.admin().whatsappLine.test({ ...whatsapp, ...more }))
    expect(await test()).toEqual({
      number: { number: '+39 335 139 7378', name: 'Cantoniere di paese' },
      numberError: null,
      templates: 3,
      accountError: null,
      waiting: 0,
      relayError: null,
    })
    expect((await test({ phoneNumberId: '1' })).numberError?.code).toBe('whatsapp_refused')
    expect((await test({ relayUrl: line.cloud.url })).relayError?.code).toBe('relay_token_refused')
    expect((await test({ relayUrl: 'http://127.0.0.1:1' })).relayError?.code).toBe('relay_unreachable')
    expect((await test({ apiUrl: 'http://127.0.0.1:1' })).numberError?.code).toBe('whatsapp_unreachable')
    line.cloud.subscribed = false
    expect((await test()).accountError?.code).toBe('whatsapp_not_subscribed')
    line.cloud.subscribed = true
    line.cloud.token = 'scaduto'
    expect((await test()).numberError?.code).toBe('whatsapp_token_refused')
    valueOf(await line.admin().whatsappLine.setToken({ which: 'relay', token: '' }))
    expect((await test()).relayError?.code).toBe('relay_token_missing')
    expect(codeOf(await line.admin().whatsappLine.checkNow({}))).toBe('relay_token_missing')
    valueOf(await line.admin().whatsappLine.setToken({ which: 'relay', token: line.relay().secrets.deskToken }))
  })
})
