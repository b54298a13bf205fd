import { rename, rm, writeFile } from 'node:fs/promises'
import ExifReader from 'exifreader'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MailboxId, MessageId, TicketId } from '@shared/kernel/ids'
import { appError } from '@shared/kernel/app-error'
import type { Claim } from '@main/features/mail/outgoing'
import { claimOutgoing, recordOutcome } from '@main/features/mail/outgoing'
import { smtpLogin } from '@main/features/mail/mailbox-rows'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { OutboxSender } from '@main/jobs/send-outbox'
import { parseMail } from '@main/mail/parse-mail'
import { type Holding, LEASE_LASTS_MS, type Lease, Leases } from '@main/store/leases'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { OWNER, RED, decode, heicFile, isLike, photoFile } from '../../support/photos'
import { rawMails } from '../../support/raw-mails'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'
const MARIO = 'mario@cittadini.example'
const PASSWORD = 'chiave-di-prova'

describe.skipIf(missing !== null)(`the outbox${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let servers: MailServers
  let desk: MailDesk
  let mailboxId: MailboxId
  let lease: Lease
  let sender: OutboxSender

  beforeAll(async () => {
    servers = await startMailServers([
      { address: DESK, password: PASSWORD },
      { address: MARIO, password: PASSWORD },
    ])
  })
  afterAll(() => servers?.stop())
  beforeEach(async () => {
    await servers.removeAll(MARIO)
    desk = await mailDesk()
    const made = await desk.client.mail.createMailbox({ ...mailboxFields(servers), password: PASSWORD })
    if (!made.ok) throw new Error(made.error.code)
    mailboxId = made.value.id
    const held = await desk.parts.current.leases.hold(`mailbox:${mailboxId}`)
    if (held.state !== 'held') throw new Error(held.state)
    lease = held.lease
    sender = new OutboxSender(desk.parts, mailboxId)
  })
  afterEach(() => desk.close())

  const reply = async (text: string, attachments: { sha256: string; name: string }[] = []): Promise<MessageId> => {
    const [mail] = await desk.receive([rawMails.plain])
    const ticketId = mail?.ticketId as TicketId
    const timeline = await desk.client.tickets.timeline({ id: ticketId })
    const sent = await desk.client.messages.reply({
      ticketId,
      via: 'email',
      official: false,
      to: [MARIO],
      text,
      attachments,
      seenEntryId: timeline.ok ? (timeline.value.entries.at(-1)?.id ?? 0) : 0,
    })
    if (!sent.ok) throw new Error(sent.error.code)
    desk.clock.skip(16_000)
    return sent.value.id
  }
  const run = (): Promise<void> =>
    sender.run(lease, smtpLogin(mailboxFields(servers), { password: PASSWORD }), () => false)
  /** So many lie in the citizen's mailbox, and after a moment still no more than that. */
  const arrived = async (count: number): Promise<void> => {
    await eventually('the mail', async () => (await servers.messages(MARIO)).length >= count)
    expect(await servers.messages(MARIO)).toHaveLength(count)
  }
  const outbox = async () => {
    const found = await desk.client.messages.outbox({})
    if (!found.ok) throw new Error(found.error.code)
    return found.value.messages
  }
  const claim = async (): Promise<Claim> => {
    const claimed = await claimOutgoing(desk.parts, mailboxId, lease)
    if (!claimed.ok || claimed.value === null) throw new Error('nothing was claimed')
    return claimed.value
  }

  it('puts a message back that could not even be written to disk, and sends it once the folder is mended', async () => {
    await reply('Passiamo domani')
    const { folder } = desk.parts.current.files
    await rename(folder, `${folder}.away`)
    await writeFile(folder, 'a file where the folder should be')
    await run()
    expect(await outbox()).toEqual([expect.objectContaining({ state: 'queued', attempts: 1 })])
    expect(await servers.messages(MARIO)).toHaveLength(0)
    await rm(folder)
    await rename(`${folder}.away`, folder)
    desk.clock.skip(120_000)
    await run()
    expect(await outbox()).toEqual([])
    await arrived(1)
  })

  it('writes down what it sent as soon as the store takes it again, and sends it no second time', async () => {
    await reply('Inviata una volta')
    const { current } = desk.parts
    const { opened } = current
    let refused = 0
    // The store is busy for as long as the message is on its way and a little longer.
    const busy = new Proxy(current.store, {
      get: (store, name) => {
        const own: unknown = Reflect.get(store, name, store)
        if (name !== 'write' || typeof own !== 'function') return typeof own === 'function' ? own.bind(store) : own
        return async (body: unknown) => {
          const claimed = (await outbox())[0]?.state === 'sending'
          if (!claimed || refused >= 2) return own.call(store, body) as unknown
          refused += 1
          return { ok: false, error: appError('store_busy') }
        }
      },
    })
    current.set(opened === null ? null : { ...opened, store: busy })
    await run()
    expect(refused).toBe(1)
    expect((await outbox())[0]?.state).toBe('sending')
    await run()
    expect(refused).toBe(2)
    await run()
    expect(await outbox()).toEqual([])
    await arrived(1)
    current.set(opened)
  })

  /** A file as the stream door takes it in. */
  const upload = async (content: Uint8Array, name: string, type: string): Promise<{ sha256: string; name: string }> => {
    const { files, store } = desk.parts.current
    const stored = await files.put(content)
    const kept = await store.write((db) => rememberBlob(db, { ...stored, type, at: 0 }))
    if (!kept.ok) throw new Error(kept.error.code)
    return { sha256: stored.sha256, name }
  }

  it('sends photos without place, time and owner, and leaves the stored ones as they are', async () => {
    const [jpeg, heic] = [await photoFile({ orientation: 6 }), await heicFile('girata')]
    const files = [
      await upload(jpeg, 'buca.jpg', 'image/jpeg'),
      // As many a mail program calls it.
      await upload(heic, 'IMG_0042.HEIC', 'application/octet-stream'),
      await upload(Buffer.from('%PDF-1.4 modulo'), 'modulo.pdf', 'application/pdf'),
    ]
    await reply('Ecco com’era', files)
    await run()
    await arrived(1)
    const [raw = ''] = await servers.messages(MARIO)
    const sent = await parseMail(Buffer.from(raw))
    expect(sent.attachments.map(({ name, type }) => [name, type])).toEqual([
      ['buca.jpg', 'image/jpeg'],
      ['IMG_0042.jpg', 'image/jpeg'],
      ['modulo.pdf', 'application/pdf'],
    ])
    for (const { content } of sent.attachments.slice(0, 2)) {
      const told = await sharp(content).metadata()
      expect(JSON.stringify(ExifReader.load(Buffer.from(content)))).not.toMatch(/GPS|DateTime|Rossi/)
      expect(Buffer.from(content).includes(OWNER)).toBe(false)
      const picture = await decode(content)
      expect([picture.width, picture.height, told.xmp]).toEqual([120, 160, undefined])
      expect(isLike(picture.at(0.75, 0.2), RED)).toBe(true)
    }
    expect(Buffer.from(sent.attachments[2]?.content ?? []).toString()).toBe('%PDF-1.4 modulo')
    const stored = desk.parts.current.files
    expect((await stored.read(files[0]?.sha256 ?? '')).equals(jpeg)).toBe(true)
    expect((await stored.read(files[1]?.sha256 ?? '')).equals(heic)).toBe(true)
  })

  it('keeps a photo that it cannot clean, and says which word stops the answer', async () => {
    const photo = await photoFile()
    const id = await reply('Foto rovinata', [await upload(photo.subarray(0, 300), 'rotta.jpg', 'image/jpeg')])
    await run()
    expect(await servers.messages(MARIO)).toHaveLength(0)
    expect(await outbox()).toEqual([expect.objectContaining({ id, state: 'failed', errorCode: 'photo_unreadable' })])
  })

  it('doubts what is still being sent while nothing is, so that a person can decide', async () => {
    const id = await reply('Rimasta a metà')
    await claim()
    await run()
    expect(await outbox()).toEqual([expect.objectContaining({ id, state: 'uncertain' })])
    expect(await servers.messages(MARIO)).toHaveLength(0)
    expect((await desk.client.messages.retry({ id })).ok).toBe(true)
    await run()
    await arrived(1)
  })

  it('believes who sent it when it was doubted meanwhile, but not about a message that was sent again', async () => {
    const id = await reply('Inviata davvero')
    const first = await claim()
    await run()
    expect((await outbox())[0]?.state).toBe('uncertain')
    const sent = { state: 'sent', refused: [] } as const
    await recordOutcome(desk.parts, first, sent, null)
    expect(await outbox()).toEqual([])

    const other = await reply('Poi rimandata')
    const stale = await claim()
    await run()
    await desk.client.messages.retry({ id: other })
    await recordOutcome(desk.parts, stale, { state: 'permanent', error: appError('smtp_rejected') }, null)
    expect((await outbox())[0]).toMatchObject({ id: other, state: 'queued' })
    expect(id).not.toBe(other)
  })

  it('is not fed from a mailbox that was switched off: whoever sends again is told', async () => {
    const id = await reply('Da rimandare')
    await recordOutcome(desk.parts, await claim(), { state: 'permanent', error: appError('smtp_rejected') }, null)
    const fields = mailboxFields(servers)
    await desk.client.mail.editMailbox({ id: mailboxId, base: { active: true }, changes: { active: false } })
    expect(await desk.client.messages.retry({ id })).toEqual({
      ok: false,
      error: { code: 'mailbox_off', details: { name: fields.name } },
    })
    expect((await outbox())[0]?.state).toBe('failed')
  })

  it('forgets the password of a user whom the mailbox no longer has', async () => {
    const { imap } = mailboxFields(servers)
    const changed = { ...imap, username: 'altro@capannori.example' }
    await desk.client.mail.editMailbox({ id: mailboxId, base: { imap }, changes: { imap: changed } })
    const hasSecret = async () => {
      const found = await desk.client.mail.mailboxes({})
      return found.ok && found.value.mailboxes[0]?.hasSecret
    }
    expect(await hasSecret()).toBe(false)
    await desk.client.mail.editMailbox({ id: mailboxId, base: { imap: changed }, changes: { imap } })
    expect(await hasSecret()).toBe(false)
  })

  it('keeps reading while the store does not answer for a moment, and steps back before another may take over', async () => {
    class ShakyLeases extends Leases {
      shaky = false
      unanswered = 0
      override hold(name: string): Promise<Holding> {
        if (!this.shaky) return super.hold(name)
        this.unanswered += 1
        return Promise.resolve({ state: 'unknown', error: appError('store_busy') })
      }
    }
    const { current } = desk.parts
    const leases = new ShakyLeases(current.store, 'desk-one')
    current.set(current.opened === null ? null : { ...current.opened, leases })
    await desk.jobs.start()
    await eventually('the mailbox is read', () => desk.jobs.health()[0]?.state === 'idle')
    leases.shaky = true
    desk.jobs.checkNow()
    await eventually('it has asked in vain', () => leases.unanswered >= 3)
    expect(desk.jobs.health()[0]?.state).toBe('idle')
    desk.clock.skip(LEASE_LASTS_MS)
    await eventually('it steps back', () => desk.jobs.health()[0]?.state === 'waiting')
    expect(desk.jobs.health()[0]?.errorCode).toBe('store_busy')
    leases.shaky = false
    await eventually('it reads again', () => desk.jobs.health()[0]?.state === 'idle')
  })
})
