import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import { mailDesk, type MailDesk } from '../../../support/mail-desk'
import { rawMail } from '../../../support/raw-mails'

const DESK = 'desk@capannori.example'
const MARIA = 'Maria Bianchi <maria@capannori.example>'

let desk: MailDesk
beforeEach(async () => {
  desk = await mailDesk()
})
afterEach(() => desk.close())

const mail = (
  id: string,
  from: string,
  subject: string,
  more: readonly string[] = [],
  ...body: readonly string[]
): Buffer => rawMail(`From: ${from}`, `Subject: ${subject}`, `Message-ID: <${id}@x.example>`, ...more, '', ...body, '')
const receive = async (...raws: readonly Buffer[]) => desk.receive(raws)
const detail = async (id: TicketId | number | null | undefined) => {
  const found = await desk.client.tickets.get({ id: id as TicketId })
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}
const recipients = async (id: number | null | undefined) => {
  const found = await desk.client.messages.recipients({ ticketId: id as TicketId })
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}

describe('a mail that a colleague passes on', () => {
  const block = (from: string, text: string): string[] => [
    '',
    `Da: ${from}`,
    'Inviato: lunedì 23 novembre 2026 09:12',
    `A: ${DESK}`,
    'Oggetto: Fosso intasato',
    '',
    text,
  ]

  it.each([
    'I: Fosso intasato',
    'R: I: Fosso intasato',
    'Fwd: Fosso intasato',
    'WG: Fosso intasato',
    'FW: I: Fosso intasato',
  ])('is the citizen’s report (%s)', async (subject) => {
    const [received] = await receive(
      mail(
        'i',
        MARIA,
        subject,
        [],
        'Per competenza',
        ...block('Luca Verdi <luca@cittadini.example>', 'Il fosso trabocca'),
      ),
    )
    const ticket = await detail(received?.ticketId)
    expect(ticket).toMatchObject({ subject: 'Fosso intasato', contact: { name: 'Luca Verdi' } })
    expect(ticket.description).toContain('Il fosso trabocca')
    expect((await recipients(received?.ticketId)).to).toEqual(['luca@cittadini.example'])
  })

  it('is the citizen’s through any number of colleagues', async () => {
    const [received] = await receive(
      mail(
        'i',
        MARIA,
        'I: I: Fosso',
        [],
        ...block(`URP <${MARIA.slice(15, -1)}>`, 'Vedi'),
        ...block('Luca <luca@cittadini.example>', 'Trabocca'),
      ),
    )
    expect((await detail(received?.ticketId)).contact?.name).toBe('Luca')
  })

  it('is the citizen’s when it lies in the mail as a file', async () => {
    const [received] = await receive(
      mail(
        'a',
        MARIA,
        'Fosso da vedere',
        ['Content-Type: multipart/mixed; boundary=b'],
        '--b',
        '',
        'In allegato',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'From: Luca Verdi <luca@cittadini.example>',
        'Subject: Fosso intasato',
        '',
        'Il fosso trabocca',
        '--b--',
      ),
    )
    const ticket = await detail(received?.ticketId)
    expect(ticket.contact?.name).toBe('Luca Verdi')
    expect(ticket.description).toBe('In allegato\n\nIl fosso trabocca')
  })

  it('stays the sender’s when it is no colleague who passes it on', async () => {
    const [received] = await receive(
      mail(
        'c',
        'Carla <carla@cittadini.example>',
        'I: Fosso',
        [],
        'Guardate',
        ...block('Luca <luca@cittadini.example>', 'Trabocca'),
      ),
    )
    expect((await detail(received?.ticketId)).contact?.name).toBe('Carla')
  })
})

describe('who takes part', () => {
  const opened = async (): Promise<number> => {
    const [first] = await receive(
      mail(
        'm1',
        'Mario Rossi <mario@cittadini.example>',
        'Buca',
        [`To: ${DESK}`, 'Cc: Carla <carla@cittadini.example>'],
        'x',
      ),
    )
    return first?.ticketId ?? 0
  }

  it('brings the answers of people in copy into one ticket, which stays the reporter’s', async () => {
    const id = await opened()
    const answers = await receive(
      mail('c1', 'Carla <carla@cittadini.example>', 'R: Buca', ['References: <m1@x.example>'], 'Confermo'),
      mail('p1', 'Piero <piero@cittadini.example>', 'R: Buca', ['In-Reply-To: <c1@x.example>'], 'Anch io'),
    )
    expect(answers.map(({ outcome, ticketId }) => [outcome, ticketId])).toEqual([
      ['appended', id],
      ['appended', id],
    ])
    expect((await detail(id)).contact?.name).toBe('Mario Rossi')
    // Who was in copy stays so, whoever has written last; who was not is offered.
    expect(await recipients(id)).toMatchObject({
      to: ['mario@cittadini.example'],
      cc: ['carla@cittadini.example'],
      others: ['piero@cittadini.example'],
    })
    await receive(mail('c3', 'Carla <CARLA@cittadini.example>', 'R: Buca', ['References: <m1@x.example>'], 'Ancora'))
    expect(await recipients(id)).toMatchObject({ cc: ['carla@cittadini.example'], others: [] })
  })

  it('lets who was in copy come in by the tag alone, and nobody else', async () => {
    const id = await opened()
    const { number } = await detail(id)
    const [carla, stranger] = await receive(
      mail('c2', 'carla@cittadini.example', `[#${number}] foto`, [], 'Ecco'),
      mail('s2', 'mario.rossi@altrove.example', `[#${number}] foto`, [], 'Ecco'),
    )
    expect(carla?.ticketId).toBe(id)
    expect(stranger?.outcome).toBe('created')
  })

  it('never takes a look-alike for the reporter, not even on the reporter’s thread', async () => {
    const id = await opened()
    const [fake] = await receive(
      mail('f1', 'Mario Rossi <mario@cittad1ni.example>', 'R: Buca', ['In-Reply-To: <m1@x.example>'], 'Scrivete qui'),
    )
    expect(fake?.ticketId).toBe(id)
    expect((await detail(id)).contact?.identifiers.map(({ value }) => value)).toEqual(['mario@cittadini.example'])
    expect(await recipients(id)).toMatchObject({ to: ['mario@cittadini.example'], others: ['mario@cittad1ni.example'] })
    expect((await recipients(id)).cc).toEqual(['carla@cittadini.example'])
  })

  it('answers a mail that was sent round to its writer alone, and offers the others', async () => {
    const crowd = Array.from({ length: 11 }, (_, index) => `vicino${index}@cittadini.example`)
    const [received] = await receive(
      mail('g1', 'Mario Rossi <mario@cittadini.example>', 'Buca', [`To: ${DESK}`, `Cc: ${crowd.join(',\r\n ')}`], 'x'),
    )
    expect(await recipients(received?.ticketId)).toMatchObject({
      to: ['mario@cittadini.example'],
      cc: [],
      notCopied: crowd,
    })
    const [smaller] = await receive(
      mail('g2', 'Mario Rossi <mario@cittadini.example>', 'Lampione', [`Cc: ${crowd.slice(1).join(', ')}`], 'x'),
    )
    expect(await recipients(smaller?.ticketId)).toMatchObject({ cc: crowd.slice(1), notCopied: [] })
  })

  it('takes the sender of a blind copy for its reporter, not whoever it is addressed to', async () => {
    const [received] = await receive(
      mail('b1', 'Mario Rossi <mario@cittadini.example>', 'Buca', ['To: Consorzio <consorzio@bonifica.example>'], 'x'),
    )
    expect((await detail(received?.ticketId)).contact?.name).toBe('Mario Rossi')
    expect((await recipients(received?.ticketId)).to).toEqual(['mario@cittadini.example'])
  })
})
