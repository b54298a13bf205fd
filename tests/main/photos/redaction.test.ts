import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { TicketId } from '@shared/kernel/ids'
import { answerPhoto } from '@main/engine/photo-stream'
import { neededFor } from '@main/features/photos/file-access-queries'
import { outgoingMessage } from '@main/features/mail/outgoing-queries'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { boxArea } from '../../support/box-area'
import { type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { BLACK, GREEN, OWNER, TAKEN, decode, heicFile, isLike, photoFile } from '../../support/photos'

let desk: TestDesk
let counter: Client
let ticketId: TicketId
const TOP_LEFT = { x: 0, y: 0, width: 0.5, height: 0.5 }

const upload = async (content: Uint8Array, type = 'image/jpeg'): Promise<string> => {
  const { store, files } = desk.engine.current
  const stored = await files.put(content)
  valueOf(await store.write((db) => rememberBlob(db, { ...stored, type, at: 0 })))
  return stored.sha256
}
const withPhotos = async (files: readonly { sha256: string; name: string }[]): Promise<TicketId> =>
  valueOf(
    await counter.tickets.create({ channel: 'counter', subject: 'Buca', description: 'Buca', attachments: [...files] }),
  ).id
const read = (sha256: string): Promise<Buffer> => desk.engine.current.files.read(sha256)
const needed = async (sha256: string): Promise<string> =>
  valueOf(await desk.engine.current.store.read((db) => neededFor(db, sha256)))
const shown = async (): Promise<(string | null)[]> =>
  valueOf(await counter.tickets.timeline({ id: ticketId })).entries.flatMap(({ attachments }) =>
    attachments.map(({ sha256, redacted }) => redacted ?? sha256),
  )

beforeEach(async () => {
  desk = await openTestDesk()
  counter = await desk.as('counter')
})
afterEach(() => desk.close())

describe('a photo with somebody’s face on it', () => {
  it('is shown black where the clerk drew, everywhere, and its original only to those who may', async () => {
    const original = await upload(await photoFile())
    ticketId = await withPhotos([{ sha256: original, name: 'buca.jpg' }])
    const { sha256 } = valueOf(await counter.photos.redact({ ticketId, sha256: original, boxes: [TOP_LEFT] }))
    const picture = await decode(await read(sha256))
    expect(isLike(picture.at(0.1, 0.1), BLACK)).toBe(true)
    expect(isLike(picture.at(0.4, 0.4), BLACK)).toBe(true)
    expect(isLike(picture.at(0.75, 0.25), GREEN)).toBe(true)
    expect((await read(sha256)).includes(OWNER)).toBe(false)
    expect(await shown()).toEqual([sha256, sha256])
    const { photos } = valueOf(await counter.photos.ofTicket({ ticketId }))
    expect(photos).toMatchObject([{ sha256, original, name: 'buca.jpg', redactedBy: 'Utente counter' }])
    expect([await needed(original), await needed(sha256)]).toEqual(['tickets.originals', 'tickets.read'])
    expect(valueOf(await counter.photos.facts({ files: [original] })).photos).toEqual([])
    const manager = await desk.as('manager')
    expect(valueOf(await manager.photos.facts({ files: [original] })).photos).toMatchObject([{ takenAt: TAKEN }])
    // The stored one is evidence: it is as it came.
    expect((await read(original)).equals(await photoFile())).toBe(true)
  })

  it('leaves this desk’s small pictures with its original', async () => {
    const original = await upload(await photoFile())
    ticketId = await withPhotos([{ sha256: original, name: 'buca.jpg' }])
    const { pictures } = desk.engine
    await pictures.put(original, 'thumb', Buffer.from('the face'))
    valueOf(await counter.photos.redact({ ticketId, sha256: original, boxes: [TOP_LEFT] }))
    expect(await pictures.get(original, 'thumb')).toBeNull()
    // Another desk hears of it when somebody asks.
    await pictures.put(original, 'thumb', Buffer.from('the face'))
    const user = valueOf(await counter.accounts.me({})).user
    if (user === null) throw new Error('nobody is signed in')
    const answer = await answerPhoto({ path: `photo/${original}/thumb` }, user, { ...desk.engine, cache: pictures })
    expect([answer?.status, await pictures.get(original, 'thumb')]).toEqual([403, null])
  })

  it('is sent as it is shown, also by an answer that was written before', async () => {
    const original = await upload(await heicFile('dritta'), 'image/heic')
    ticketId = await withPhotos([{ sha256: original, name: 'IMG_1.HEIC' }])
    const { store } = desk.engine.current
    const messageId = valueOf(
      await store.write(async (db) => {
        const { insertId } = await db
          .insertInto('messages')
          .values({
            ...{ ticket_id: ticketId, direction: 'out', via: 'email', purpose: 'reply', state: 'held', created_at: 0 },
            ...{ header_message_id: '<1@desk>', recipients_to: '["a@example.it"]', mailbox_id: null },
            ...{ contact_id: null, author_id: null, html_sha256: null, raw_sha256: null, in_reply_to: null },
            ...{ digest: null, pec: null, error_code: null, sent_at: null, copy_of: null },
          })
          .executeTakeFirstOrThrow()
        const box = await db
          .insertInto('mailboxes')
          .values({ name: 'Prova', address: 'desk@example.it', imap: '{}', smtp: '{}', first_sync_days: 0 })
          .executeTakeFirstOrThrow()
        const id = Number(insertId)
        const until = { held_until: 0, next_attempt_at: 0, error_code: null }
        await db
          .insertInto('outbox')
          .values({ message_id: id, mailbox_id: Number(box.insertId), state: 'held', ...until })
          .execute()
        const file = { sha256: original, name: 'IMG_1.HEIC', type: 'image/heic', size: 1, cid: null, created_at: 0 }
        await db
          .insertInto('attachments')
          .values({ ticket_id: ticketId, message_id: id, entry_id: null, ...file })
          .execute()
        return id
      }),
    )
    const { sha256 } = valueOf(await counter.photos.redact({ ticketId, sha256: original, boxes: [TOP_LEFT] }))
    const leaving = valueOf(await store.read((db) => outgoingMessage(db, messageId)))
    expect(leaving.attachments.map((file) => file.sha256)).toEqual([sha256])
    expect(isLike((await decode(await read(sha256))).at(0.2, 0.2), BLACK)).toBe(true)
  })

  it('can be blackened further, told twice by a broken line it is done once, and taken back by who may', async () => {
    const original = await upload(await photoFile({ orientation: 6 }))
    ticketId = await withPhotos([{ sha256: original, name: 'buca.jpg' }])
    const key = 'una-volta-sola-0001'
    const once = { ticketId, sha256: original, boxes: [TOP_LEFT], key }
    const first = valueOf(await counter.photos.redact(once))
    // Whoever heard nothing of the first time presses again: it is done, and not refused.
    expect(valueOf(await counter.photos.redact(once))).toEqual(first)
    const more = [{ x: 0.5, y: 0.5, width: 0.5, height: 0.5 }]
    const second = valueOf(await counter.photos.redact({ ticketId, sha256: first.sha256, boxes: more }))
    const picture = await decode(await read(second.sha256))
    expect(isLike(picture.at(0.2, 0.2), BLACK) && isLike(picture.at(0.8, 0.8), BLACK)).toBe(true)
    const { photos } = valueOf(await counter.photos.ofTicket({ ticketId }))
    expect(photos.map((photo) => photo.sha256)).toEqual([second.sha256])
    expect([await needed(original), await needed(first.sha256)]).toEqual(['tickets.originals', 'tickets.originals'])
    const back = { ticketId, sha256: second.sha256 }
    expect(codeOf(await counter.photos.unredact(back))).toBe('forbidden')
    const manager = await desk.as('manager')
    valueOf(await manager.photos.unredact(back))
    expect(await needed(original)).toBe('tickets.read')
    expect(codeOf(await manager.photos.unredact(back))).toBe('attachment_missing')
  })

  it('is blackened by one of two who do it at once: nobody’s boxes are lost unseen', async () => {
    const original = await upload(await photoFile())
    ticketId = await withPhotos([{ sha256: original, name: 'buca.jpg' }])
    const phone = await desk.as('phone')
    const other = { x: 0.5, y: 0.5, width: 0.5, height: 0.5 }
    const answers = await Promise.all([
      counter.photos.redact({ ticketId, sha256: original, boxes: [TOP_LEFT] }),
      phone.photos.redact({ ticketId, sha256: original, boxes: [other] }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(valueOf(await counter.photos.ofTicket({ ticketId })).photos).toHaveLength(1)
  })

  it('blackened anew from its original stands alone, and what was made of it before is put away with it', async () => {
    const original = await upload(await photoFile())
    ticketId = await withPhotos([{ sha256: original, name: 'buca.jpg' }])
    const first = valueOf(await counter.photos.redact({ ticketId, sha256: original, boxes: [TOP_LEFT] }))
    const manager = await desk.as('manager')
    const boxes = [TOP_LEFT, { x: 0.5, y: 0.5, width: 0.5, height: 0.5 }]
    const second = valueOf(await manager.photos.redact({ ticketId, sha256: original, boxes }))
    expect(valueOf(await counter.photos.ofTicket({ ticketId })).photos).toMatchObject([{ sha256: second.sha256 }])
    expect(new Set(await shown())).toEqual(new Set([second.sha256]))
    expect(await needed(first.sha256)).toBe('tickets.originals')
    // The same boxes again make the same picture, which stays in sight.
    valueOf(await manager.photos.redact({ ticketId, sha256: original, boxes }))
    expect(await needed(second.sha256)).toBe('tickets.read')
    expect(valueOf(await counter.photos.ofTicket({ ticketId })).photos).toMatchObject([{ sha256: second.sha256 }])
  })

  it('is refused for a photo of another ticket, for no photo, and for a mere reader', async () => {
    const mine = await upload(await photoFile())
    const other = await upload(await photoFile({ type: 'png' }), 'image/png')
    const text = await upload(Buffer.from('nessuna foto'), 'image/jpeg')
    ticketId = await withPhotos([
      { sha256: mine, name: 'mia.jpg' },
      { sha256: text, name: 'testo.jpg' },
    ])
    const redact = (client: Client, sha256: string) => client.photos.redact({ ticketId, sha256, boxes: [TOP_LEFT] })
    expect(codeOf(await redact(counter, other))).toBe('attachment_missing')
    expect(codeOf(await redact(counter, text))).toBe('photo_unreadable')
    expect(codeOf(await redact(await desk.as('reader'), mine))).toBe('forbidden')
    expect(await shown()).toEqual([mine, text])
  })
})

describe('where a photo says to have been taken', () => {
  it('is told with whether that lies in the town, and nothing of a zero or of what cannot be opened', async () => {
    const inside = await upload(await photoFile())
    const away = await upload(await photoFile({ at: { lat: 45.4642, lon: 9.19 } }))
    const nowhere = await upload(await photoFile({ at: null }))
    const broken = await upload((await photoFile()).subarray(0, 300))
    const ask = async () => valueOf(await counter.photos.facts({ files: [inside, away, nowhere, broken] })).photos
    expect((await ask()).map(({ position }) => position?.inside)).toEqual([null, null, undefined, undefined])
    valueOf(
      await desk.engine.current.store.write((db) =>
        db
          .insertInto('areas')
          .values({
            kind: 'boundary',
            name: '',
            district_id: null,
            geometry: JSON.stringify(boxArea(10.4, 43.7, 10.7, 43.95)),
          })
          .execute()
          .then(() => undefined),
      ),
    )
    const told = await ask()
    expect(told.map(({ position }) => position?.inside)).toEqual([true, false, undefined, undefined])
    expect(told.map(({ problem }) => problem?.code)).toEqual([undefined, undefined, undefined, 'photo_unreadable'])
  })
})
