import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlatformId, TicketId } from '@shared/kernel/ids'
import type { MailRule } from '@shared/platforms/mail-rule'
import { takeRequest } from '@main/features/platforms/take-request'
import { platformById } from '@main/features/platforms/platform-rows'
import { valueOf } from '../../support/engine'
import { type MailDesk, mailDesk } from '../../support/mail-desk'
import { rawMail } from '../../support/raw-mails'

const RULE: MailRule = {
  id: 'regola-uno',
  name: 'SegnaTutto',
  active: true,
  from: 'avvisi@segnatutto.example',
  subject: 'Nuova segnalazione n. {numero}*',
  labels: {
    number: '',
    title: 'Titolo',
    description: 'Descrizione',
    place: 'Indirizzo',
    point: 'Coordinate',
    category: 'Tipo',
    link: '',
    name: 'Segnalato da',
    email: 'Indirizzo email',
    phone: 'Telefono',
  },
  categoryId: null,
  platformId: null,
}

let desk: MailDesk
let sent = 0

const notice = (number: string, over: { from?: string; subject?: string; words?: string[]; id?: string } = {}) => {
  sent += 1
  return rawMail(
    `From: SegnaTutto <${over.from ?? RULE.from}>`,
    'To: desk@capannori.example',
    `Message-ID: <${over.id ?? `avviso-${sent}`}@segnatutto.example>`,
    `Subject: ${over.subject ?? `Nuova segnalazione n. ${number} - Buche`}`,
    'Auto-Submitted: auto-generated',
    'Precedence: bulk',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Un cittadino ha inviato una segnalazione.',
    '',
    'Titolo: Buca davanti alla scuola',
    'Tipo: buche',
    'Indirizzo: Via Romana 15, Lunata',
    'Indirizzo email: anna.bianchi@cittadini.example',
    'Segnalato da:',
    'Anna Bianchi',
    'Telefono: 335 0000001',
    'Coordinate: 43.8433, 10.5612',
    'Descrizione:',
    ...(over.words ?? ['La buca si allarga.', '', 'Ci passa lo scuolabus.']),
    '',
    `Vedi: https://segnatutto.example/segnalazioni/${number}`,
    '-- ',
    'Non rispondere a questa email.',
    '',
  )
}
const keepRules = async (rules: MailRule[]): Promise<void> => {
  const { platformMail } = valueOf(await desk.client.settings.all({}))
  valueOf(await desk.client.settings.save({ key: 'platformMail', base: platformMail, value: { rules } }))
}
const messagesOf = async (id: TicketId) =>
  valueOf(await desk.client.tickets.timeline({ id })).entries.flatMap(({ message }) => message ?? [])

beforeEach(async () => {
  desk = await mailDesk()
  await keepRules([RULE])
})
afterEach(() => desk.close())

describe('a notification mail of an online platform', () => {
  it('is that platform’s report, with place, reporter and link, and is thanked to nobody’s machine', async () => {
    const [received] = await desk.receive([notice('4711')])
    expect(received?.outcome).toBe('created')
    const id = received?.ticketId as TicketId
    const ticket = valueOf(await desk.client.tickets.get({ id }))
    const { categories } = valueOf(await desk.client.settings.catalog({}))
    expect(ticket).toMatchObject({
      channel: 'platform',
      subject: 'Buca davanti alla scuola',
      place: { text: 'Via Romana 15, Lunata', lat: 43.8433, lon: 10.5612, precision: 'point' },
      categoryId: categories.find(({ name }) => name.toLowerCase() === 'buche')?.id,
      contact: { name: 'Anna Bianchi' },
    })
    expect(ticket.description).toMatch(/^La buca si allarga\.\n\nCi passa lo scuolabus\./)
    const messages = await messagesOf(id)
    expect(messages).toMatchObject([{ via: 'platform', fromName: 'Anna Bianchi', fromAddress: '', hasRaw: true }])
    expect(messages[0]?.text).toContain('https://segnatutto.example/segnalazioni/4711')
    // An answer goes to the citizen, and never to the machine.
    expect(valueOf(await desk.client.messages.recipients({ ticketId: id })).to).toEqual([
      'anna.bianchi@cittadini.example',
    ])
  })

  it('does not come twice, shows what is new of it, and leaves other mail as it was', async () => {
    const [first] = await desk.receive([notice('4712')])
    const [again] = await desk.receive([notice('4712')])
    expect(again).toMatchObject({ outcome: 'seen', ticketId: first?.ticketId })
    const [more] = await desk.receive([notice('4712', { words: ['Ora è più grande.'] })])
    expect(more).toMatchObject({ outcome: 'appended', ticketId: first?.ticketId })
    expect(await messagesOf(first?.ticketId as TicketId)).toHaveLength(2)
    const [other] = await desk.receive([notice('4713', { from: 'avvisi@altrove.example' })])
    expect(other?.outcome).toBe('automatic')
    const [weekly] = await desk.receive([notice('4714', { subject: 'Riepilogo della settimana' })])
    expect(weekly?.outcome).toBe('automatic')
    await keepRules([{ ...RULE, active: false }])
    expect((await desk.receive([notice('4715')]))[0]?.outcome).toBe('automatic')
  })

  it('is the same report that Open311 brings, whichever comes first', async () => {
    const { store } = desk.parts.current
    const platformId = valueOf(
      await store.write(async (db) => {
        const values = { name: 'SegnaTutto', url: 'https://segnatutto.example', read_to: 0, pushed_entry: 0 }
        const { insertId } = await db.insertInto('platforms').values(values).executeTakeFirstOrThrow()
        return Number(insertId) as PlatformId
      }),
    )
    await keepRules([{ ...RULE, platformId }])
    const open311 = (id: string) =>
      store.write(async (db) => {
        const platform = await platformById(db, platformId)
        if (platform === undefined) throw new Error('no platform')
        const now = desk.parts.clock.now()
        const remote = {
          ...{ id, status: 'open', statusNotes: '', serviceCode: '1', serviceName: 'Buche', description: 'Buca' },
          ...{ requestedAt: now, updatedAt: now, address: '', lat: null, lon: null, mediaUrl: '' },
          ...{ name: '', email: '', phone: '' },
        }
        return takeRequest(db, { platform, random: desk.parts.random, now }, remote, null)
      })
    const [mailFirst] = await desk.receive([notice('5001')])
    expect(mailFirst?.outcome).toBe('created')
    expect(valueOf(await open311('5001'))).toBe('seen')
    expect(valueOf(await open311('5002'))).toBe('opened')
    const [mailLater] = await desk.receive([notice('5002')])
    expect(mailLater?.outcome).toBe('appended')
  })

  it('offers the newest mails to try a rule on, those that were kept as automatic too', async () => {
    await keepRules([])
    await desk.receive([notice('6001')])
    const { mails } = valueOf(await desk.client.mail.sampleMails({}))
    expect(mails[0]).toMatchObject({ kind: 'aside', subject: 'Nuova segnalazione n. 6001 - Buche' })
    const sample = valueOf(await desk.client.mail.sampleMail({ kind: 'aside', id: mails[0]?.id ?? 0 }))
    expect(sample).toMatchObject({ from: RULE.from })
    expect(sample.text).toContain('Titolo: Buca davanti alla scuola')
  })
})
