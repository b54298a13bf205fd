import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contract } from '@shared/contract'
import type { BodyId, ForwardingId, UserId } from '@shared/kernel/ids'
import { withoutMetadata } from '@shared/photos/without-metadata'
import { forwardTicket } from '@main/features/forwarding/forward-ticket'
import { prepareLetter } from '@main/features/forwarding/prepare-letter'
import { rememberBlob } from '@main/features/tickets/attach-files'
import type { SignedInCaller } from '@main/platform/caller'
import { codeOf, valueOf } from '../../support/engine'
import { type ForwardingDesk, PROVINCE_PEC, forwardingDesk } from '../../support/forwarding-desk'
import { jpegWithExif } from '../../support/telling-photo'

let desk: ForwardingDesk
beforeEach(async () => {
  desk = await forwardingDesk()
})
afterEach(() => desk.close())

describe('a ticket is forwarded', () => {
  it('with a letter to the body’s PEC that says nothing of the citizen, and the citizen is told who has it', async () => {
    const id = await desk.report()
    const ready = await desk.prepare(id)
    expect(ready).toMatchObject({ problem: null, to: [PROVINCE_PEC], isPecFromOrdinary: false, needsNote: false })
    expect(ready.mailboxes.find((box) => box.id === ready.mailboxId)?.isPec).toBe(true)
    expect(ready.text).toContain('SP 23 km 4+300')
    expect(ready.text).toContain('43.850000, 10.550000')
    for (const text of [ready.text, ready.subject]) expect(text).not.toMatch(/Rossi|347|cittadini/)
    expect(ready.textWithCitizen).toContain('Mario Rossi, 347 222 1110, mario@cittadini.example')
    expect(ready.citizen).toMatchObject({ via: 'email', to: 'mario@cittadini.example' })
    // A name after a colon needs no article.
    expect(ready.citizen.text).toContain("all'ente competente: Provincia")

    valueOf(await desk.forward(id, { tell: { via: 'email', text: ready.citizen.text } }))
    const ticket = valueOf(await desk.client.tickets.get({ id }))
    expect(ticket).toMatchObject({ status: 'forwarded', bodyId: desk.province, chaseOn: ready.chaseOn })
    const [letter, told] = await desk.messagesOf(id)
    expect(letter).toMatchObject({ purpose: 'letter', via: 'pec', to: [PROVINCE_PEC], state: 'held' })
    expect(told).toMatchObject({ purpose: 'reply', to: ['mario@cittadini.example'], state: 'held' })
    expect(ticket.firstAnsweredAt).not.toBeNull()
    expect(await desk.ofTicket(id)).toMatchObject({ state: 'quiet', tell: 'mailed', letter: { state: 'held' } })
    // Neither side's thread leads to the other's.
    await desk.letAllGo()
    valueOf(
      await desk.client.messages.reply({
        ticketId: id,
        via: 'email',
        official: false,
        mailboxId: desk.mailboxId,
        to: ['mario@cittadini.example'],
        text: 'Aggiornamento',
        seenEntryId: 1_000_000,
      }),
    )
    const references = valueOf(
      await desk.parts.current.store.read((db) =>
        db.selectFrom('messages').select('header_references').orderBy('id', 'desc').executeTakeFirstOrThrow(),
      ),
    )
    expect(references.header_references).not.toContain(await desk.headerOf(id, 'letter'))
  })

  it('by somebody who may not answer citizens, who leaves the word to be told', async () => {
    const id = await desk.report()
    const user = { id: 1 as UserId, username: 'rita', displayName: 'Rita', roles: [] }
    const rita: SignedInCaller = { user: { ...user, permissions: ['tickets.read', 'tickets.forward'] }, line: 'test' }
    const about = { ticketId: id, bodyId: desk.province }
    const { citizen, chaseOn } = valueOf(
      await desk.parts.current.store.read((db) => prepareLetter(db, about, rita, desk.clock.now())),
    )
    expect(citizen).toMatchObject({ via: 'voice', to: '' })
    const step = { ...about, base: 'new', chaseOn, note: 'Detto al telefono', letter: null }
    const forward = (via: 'email' | 'voice') =>
      forwardTicket(
        desk.parts,
        rita,
        contract.forwarding.forward.input.parse({ ...step, tell: { via, text: citizen.text } }),
      )
    expect(codeOf(await forward('email'))).toBe('forbidden')
    valueOf(await forward('voice'))
    expect(await desk.ofTicket(id)).toMatchObject({ tell: 'to_tell' })
  })

  it('and taken back whole while the letter is held, and not any more once it has left', async () => {
    const id = await desk.report()
    const { text } = (await desk.prepare(id)).citizen
    const { entryId } = valueOf(await desk.forward(id, { tell: { via: 'email', text } }))
    valueOf(await desk.client.tickets.undoStep({ id, entryId }))
    expect(valueOf(await desk.client.tickets.get({ id }))).toMatchObject({
      status: 'new',
      bodyId: null,
      firstAnsweredAt: null,
    })
    expect((await desk.messagesOf(id)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
    expect((await desk.list()).total).toBe(0)

    const again = valueOf(await desk.forward(id))
    await desk.letAllGo()
    expect(await desk.client.tickets.undoStep({ id, entryId: again.entryId })).toMatchObject({
      error: { code: 'undo_expired' },
    })
    expect((await desk.list()).total).toBe(1)
  })

  it('to a body without an address only by saying how it was told, and never to the office itself', async () => {
    const id = await desk.report()
    const { bodies } = valueOf(await desk.client.settings.catalog({}))
    const bare = bodies.find(({ name }) => name === 'ANAS')?.id as BodyId
    const home = bodies.find(({ isHome }) => isHome)?.id as BodyId
    expect(await desk.prepare(id, bare)).toMatchObject({ problem: 'body_without_address', to: [], needsNote: true })
    expect(await desk.forward(id, { bodyId: bare })).toMatchObject({ error: { code: 'note_required' } })
    expect(await desk.client.forwarding.prepare({ ticketId: id, bodyId: home })).toMatchObject({
      error: { code: 'body_is_home' },
    })
    expect(valueOf(await desk.client.tickets.get({ id })).status).toBe('new')
    valueOf(await desk.forward(id, { bodyId: bare, note: 'Segnalata sul loro portale' }))
    expect(await desk.ofTicket(id)).toMatchObject({ bodyId: bare, letter: null })
    // Against the rule that says Provincia: remembered with its reason.
    expect(valueOf(await desk.client.competence.of({ ticketId: id })).chosen).toMatchObject({
      bodyId: bare,
      note: 'Segnalata sul loro portale',
    })
  })

  it('with photos that say nothing of where, when and by whom they were taken', async () => {
    const id = await desk.report()
    const { store, files } = desk.parts.current
    const photo = await files.put(jpegWithExif())
    const pdf = await files.put(Buffer.from('%PDF-1.4'))
    await store.write(async (db) => {
      await rememberBlob(db, { ...photo, type: 'image/jpeg', at: 0 })
      await rememberBlob(db, { ...pdf, type: 'application/pdf', at: 0 })
    })
    valueOf(
      await desk.client.tickets.addNote({
        id,
        text: 'Foto del cittadino',
        attachments: [
          { sha256: photo.sha256, name: 'IMG-20261120-mario-rossi.jpg' },
          { sha256: pdf.sha256, name: 'modulo.pdf' },
        ],
      }),
    )
    const ready = await desk.prepare(id)
    expect(ready.photos.map(({ sha256 }) => sha256)).toEqual([photo.sha256])
    expect(ready.filesLeft).toBe(1)
    const letter = { mailboxId: ready.mailboxId ?? desk.mailboxId, to: ready.to, subject: 'x', text: 'x' }
    valueOf(await desk.forward(id, { letter: { ...letter, photos: [photo.sha256] } }))
    const [sent] = (await desk.messagesOf(id)).flatMap(({ attachments }) => attachments)
    expect(sent?.name).toBe('foto-1.jpg')
    const content = await files.read(sent?.sha256 ?? '')
    expect(content.includes('GPS-43.85')).toBe(false)
    expect(content.includes('Exif')).toBe(true)
    expect(withoutMetadata(content)).toEqual(new Uint8Array(content))
    expect(await desk.forward(id, { letter: { ...letter, photos: [pdf.sha256] } })).toMatchObject({
      error: { code: 'attachment_missing' },
    })
  })
})

describe('what lies with a body', () => {
  it('is followed by whatever way the ticket goes there and away, and an undone step leaves it as it was', async () => {
    const id = await desk.report()
    valueOf(
      await desk.client.tickets.changeStatus({
        id,
        base: 'new',
        to: 'forwarded',
        bodyId: desk.province,
        chaseOn: null,
      }),
    )
    const begun = await desk.ofTicket(id)
    expect(begun).toMatchObject({ bodyId: desk.province, letter: null })
    const { entryId } = valueOf(await desk.client.tickets.changeStatus({ id, base: 'forwarded', to: 'accepted' }))
    expect(await desk.ofTicket(id)).toBeNull()
    valueOf(await desk.client.tickets.undoStep({ id, entryId }))
    expect(await desk.ofTicket(id)).toEqual(begun)
  })

  it('and of which the citizen must be told by voice waits for somebody to say it', async () => {
    const id = await desk.report()
    valueOf(await desk.forward(id, { tell: { via: 'voice', text: 'È della Provincia.' } }))
    const [row] = (await desk.list('to_tell')).rows
    expect(row).toMatchObject({ ticketId: id, tell: 'to_tell', tellText: 'È della Provincia.' })
    const told = { id: row?.id as ForwardingId, via: 'phone' as const, text: 'Detto che è della Provincia.' }
    valueOf(await desk.client.forwarding.markTold(told))
    expect(await desk.ofTicket(id)).toMatchObject({ tell: 'told' })
    expect((await desk.messagesOf(id)).at(-1)).toMatchObject({ via: 'phone', state: 'recorded', text: told.text })
    expect(await desk.client.forwarding.markTold(told)).toMatchObject({ error: { code: 'not_found' } })
  })
})
