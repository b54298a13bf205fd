import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@shared/accounts/permissions'
import { StreamDoor, UPLOAD_LIMIT } from '@main/engine/stream-door'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { PASSWORD, type TestDesk, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de', 'hex')

let desk: TestDesk
let door: StreamDoor
let port: number

beforeEach(async () => {
  desk = await openTestDesk()
  door = new StreamDoor(desk.engine, 'word')
  port = await door.listen()
})
afterEach(async () => {
  await door.close()
  await desk.close()
})

const tokenOf = async (role: Role): Promise<string> => {
  const { client } = desk.line()
  return valueOf(await client.accounts.signIn({ username: role, password: PASSWORD })).streamToken
}
const ask = async (path: string, token: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/stream/${path}?t=${token}`, {
    ...init,
    headers: { ...init.headers, 'x-cantoniere-host': 'word' },
  })
/** A file with its row, as a mail's source or an attachment lies in the store. */
const keep = async (content: Uint8Array, type: string): Promise<string> => {
  const { store, files } = desk.engine.current
  const stored = await files.put(content)
  valueOf(await store.write((db) => rememberBlob(db, { ...stored, type, at: 0 })))
  return stored.sha256
}

describe('the stream door', () => {
  it('turns away whoever guesses its word, as long as it is and in letters that are longer than they look', async () => {
    const guess = async (word: string): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}/stream/`, { headers: { 'x-cantoniere-host': word } })).status
    for (const word of ['', 'wora', 'wor\u00e0', 'words']) expect(await guess(word)).toBe(403)
    expect(await guess('word')).toBe(403)
    expect((await ask('niente', await tokenOf('reader'))).status).toBe(404)
  })

  it('closes a file that a page stopped reading', async () => {
    const token = await tokenOf('reader')
    const sha256 = await keep(Buffer.alloc(8_000_000, 7), 'image/png')
    const open = async (): Promise<number> => (await readdir('/proc/self/fd')).length
    const before = await open()
    for (let n = 0; n < 15; n += 1)
      await new Promise<void>((resolve) => {
        const sent = request(
          { host: '127.0.0.1', port, path: `/stream/${sha256}?t=${token}`, headers: { 'x-cantoniere-host': 'word' } },
          (answer) => {
            answer.once('data', () => {
              answer.destroy()
              resolve()
            })
          },
        )
        sent.on('error', () => undefined)
        sent.end()
      })
    await eventually('every file closed', async () => (await open()) <= before + 2)
  })

  it('gives a mail that was put aside to those who read the mail, until it is part of a ticket', async () => {
    const sha256 = await keep(Buffer.from('From: mario@cittadini.example\r\n\r\nriservato'), 'message/rfc822')
    const { store } = desk.engine.current
    valueOf(
      await store.write((db) =>
        db
          .insertInto('quarantine')
          .values({ reason: 'unparsable', received_at: 0, size: 1, raw_sha256: sha256 })
          .execute()
          .then(() => undefined),
      ),
    )
    const [reader, mail] = [await tokenOf('reader'), await tokenOf('mail')]
    expect((await ask(sha256, reader)).status).toBe(403)
    expect((await ask(sha256, mail)).status).toBe(200)
    valueOf(
      await store.write(async (db) => {
        await db.updateTable('quarantine').set({ state: 'resolved' }).where('raw_sha256', '=', sha256).execute()
      }),
    )
    expect((await ask(sha256, reader)).status).toBe(200)
  })

  it('is asked before each look at what a page keeps, and refuses it once somebody has redacted it', async () => {
    const sha256 = await keep(PNG, 'image/png')
    const token = await tokenOf('reader')
    const first = await ask(sha256, token)
    expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'private, no-cache'])
    const etag = first.headers.get('etag') ?? ''
    const again = () => ask(sha256, token, { headers: { 'if-none-match': etag } })
    expect((await again()).status).toBe(304)
    expect((await ask(sha256, token, { headers: { 'if-none-match': '"another"' } })).status).toBe(200)
    const counter = await desk.as('counter')
    const { id } = valueOf(await counter.tickets.create({ channel: 'counter', subject: 'Targa in vista' }))
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        const redaction = { original_sha256: sha256, redacted_sha256: 'f'.repeat(64), redacted_by: '', redacted_at: 0 }
        await db
          .insertInto('photo_redactions')
          .values({ ...redaction, ticket_id: id })
          .execute()
      }),
    )
    expect((await again()).status).toBe(403)
  })

  it('tells of a file without giving it, and what it does not take', async () => {
    const sha256 = await keep(PNG, 'image/png')
    const token = await tokenOf('reader')
    const head = await ask(sha256, token, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), head.headers.get('content-type')]).toEqual([
      200,
      String(PNG.byteLength),
      'image/png',
    ])
    expect((await head.arrayBuffer()).byteLength).toBe(0)
    expect((await ask('0'.repeat(64), token, { method: 'HEAD' })).status).toBe(404)
    const other = await ask(sha256, token, { method: 'DELETE' })
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT'])
  })

  it('tells a file’s type from its beginning', async () => {
    const answer = await ask('', await tokenOf('counter'), { method: 'PUT', body: PNG })
    expect(await answer.json()).toMatchObject({ type: 'image/png', size: PNG.byteLength })
  })

  it('tells a page that sends too large a file so, and takes the next one on the same line', async () => {
    const token = await tokenOf('counter')
    const answer = await ask('', token, { method: 'PUT', body: Buffer.alloc(UPLOAD_LIMIT + 4_000_000) })
    expect([answer.status, await answer.json()]).toEqual([413, { error: { code: 'attachment_too_large' } }])
    expect((await ask('', token, { method: 'PUT', body: PNG })).status).toBe(200)
    expect(await readdir(desk.engine.current.files.folder)).toHaveLength(1)
  })

  it('keeps nothing of a file whose page goes away while it sends', async () => {
    const token = await tokenOf('counter')
    const { folder } = desk.engine.current.files
    const sent = request({
      ...{ host: '127.0.0.1', port, path: `/stream/?t=${token}`, method: 'PUT' },
      headers: { 'x-cantoniere-host': 'word', 'content-length': 9_000_000 },
    })
    sent.on('error', () => undefined)
    sent.write(Buffer.alloc(300_000))
    const begun = async (): Promise<number> => (await readdir(folder).catch(() => [])).length
    await eventually('the file begun', async () => (await begun()) === 1)
    sent.destroy()
    await eventually('nothing left of it', async () => (await begun()) === 0)
  })

  it('takes nothing into the folder of a store that may only be read', async () => {
    const token = await tokenOf('counter')
    const { store, files } = desk.engine.current
    Object.defineProperty(store, 'facts', { value: { ...store.facts, readOnly: 'store_read_only' } })
    const answer = await ask('', token, { method: 'PUT', body: PNG })
    expect(answer.status).toBe(409)
    expect(await answer.json()).toEqual({ error: { code: 'store_read_only' } })
    expect(await readdir(files.folder).catch(() => [])).toEqual([])
  })
})
