import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import { codeOf, valueOf } from '../../support/engine'
import { type LineDesk, openLineDesk } from '../../support/line-desk'
import { jpegWithExif } from '../../support/telling-photo'

let line: LineDesk
/** A citizen of their own for each story: conversations would meet. */
let mario = ''
let citizens = 0

const only = async (text: string): Promise<TicketId> => {
  const found = await line.ticketsOf(text)
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} tickets say ${text}`)
  return found[0]
}
const ticketOf = async (id: TicketId) => valueOf(await line.admin().tickets.get({ id }))
const waiting = async (): Promise<number> => {
  const { url, secrets } = line.relay()
  const answer = await fetch(`${url}/v1/status`, { headers: { authorization: `Bearer ${secrets.deskToken}` } })
  return ((await answer.json()) as { waiting: number }).waiting
}
const texts = (words: string) => (message: Record<string, unknown>) => (message['text'] = { body: words })

beforeAll(async () => {
  line = await openLineDesk()
})
beforeEach(async () => {
  citizens += 1
  mario = `39335000${String(citizens).padStart(4, '0')}`
  await line.later(5 * DAY_MS)
})
afterAll(() => line.close())

describe('what citizens write to the number of the office', () => {
  it('becomes a report with who, words, photo and place, and leaves the relay only then', async () => {
    line.cloud.media.set('1234567890', { type: 'image/jpeg', content: jpegWithExif() })
    await line.says('text', undefined, mario)
    await line.says('image', undefined, mario)
    await line.says('location', undefined, mario)
    expect(await waiting()).toBe(3)
    expect(await line.read()).toEqual({ opened: 1, added: 2, aside: 0 })
    expect(await waiting()).toBe(0)
    const id = await only('Buca in via Romana 15')
    expect(await ticketOf(id)).toMatchObject({
      channel: 'whatsapp',
      status: 'new',
      hasUnread: true,
      contact: { name: 'Mario Rossi', identifiers: [{ kind: 'whatsapp' }] },
      place: { lat: 43.8433, lon: 10.5612, precision: 'point', text: 'Via Romana, Capannori' },
    })
    const messages = await line.messagesOf(id)
    expect(messages.map(({ text, via }) => [via, text])).toEqual([
      ['whatsapp', 'Buca in via Romana 15'],
      ['whatsapp', 'eccola'],
      ['whatsapp', 'Lunata\nVia Romana, Capannori'],
    ])
    expect(messages[1]?.attachments).toMatchObject([{ type: 'image/jpeg' }])
  })

  it('is taken once, however often it is told', async () => {
    const wamid = await line.says('text', texts('Lampione spento in corte Pini'), mario)
    await line.read()
    await line.later(MINUTE_MS)
    await line.says(
      'text',
      (message) => {
        message['id'] = wamid
        message['text'] = { body: 'Lampione spento in corte Pini' }
      },
      mario,
    )
    expect(await line.read()).toEqual({ opened: 0, added: 0, aside: 0 })
    expect(await line.messagesOf(await only('corte Pini'))).toHaveLength(1)
  })

  it('goes on with the open report until a silence, and with what waits for the citizen after it too', async () => {
    await line.says('text', texts('Fosso ostruito in via della Zanella'), mario)
    await line.read()
    const first = await only('via della Zanella')
    await line.later(3 * HOUR_MS)
    await line.says('text', texts('Ora trabocca'), mario)
    expect(await line.read()).toMatchObject({ opened: 0, added: 1 })
    await line.later(13 * HOUR_MS)
    await line.says('text', texts('Rami sulla strada a Tofori'), mario)
    expect(await line.read()).toMatchObject({ opened: 1 })
    const second = await only('Rami sulla strada a Tofori')
    const base = (await ticketOf(second)).status
    valueOf(
      await line.admin().tickets.changeStatus({
        id: second,
        base,
        to: 'waiting',
        waitingUntil: '2027-03-01' as never,
        waitingReason: 'citizen',
      }),
    )
    await line.later(9 * DAY_MS)
    await line.says('text', texts('È il civico dodici'), mario)
    expect(await line.read()).toMatchObject({ opened: 0, added: 1 })
    expect((await line.messagesOf(first)).map(({ text }) => text)).toHaveLength(2)
    expect((await line.messagesOf(second)).map(({ text }) => text)).toEqual([
      'Rami sulla strada a Tofori',
      'È il civico dodici',
    ])
  })

  it('goes where it quotes, leaves thanks for a closed report quiet, and opens it again for more than that', async () => {
    const wamid = await line.says('text', texts('Segnale storto in via Nuova'), mario)
    await line.read()
    const id = await only('Segnale storto')
    await line.later(2 * DAY_MS)
    await line.says(
      'text',
      (message) => {
        message['text'] = { body: 'Ancora storto' }
        message['context'] = { id: wamid }
      },
      mario,
    )
    expect(await line.read()).toMatchObject({ opened: 0, added: 1 })
    const { status } = await ticketOf(id)
    valueOf(
      await line.admin().tickets.changeStatus({ id, base: status, to: 'closed', outcome: 'resolved', note: 'ok' }),
    )
    await line.later(HOUR_MS)
    await line.says(
      'text',
      (message) => {
        message['text'] = { body: 'Grazie mille!! 🙏' }
        message['context'] = { id: wamid }
      },
      mario,
    )
    await line.read()
    expect(await ticketOf(id)).toMatchObject({ status: 'closed' })
    await line.says(
      'text',
      (message) => {
        message['text'] = { body: 'No, è caduto di nuovo' }
        message['context'] = { id: wamid }
      },
      mario,
    )
    await line.read()
    expect(await ticketOf(id)).toMatchObject({ status: 'accepted', hasUnread: true })
    expect(await line.messagesOf(id)).toHaveLength(4)
  })

  it('waits at the relay while the file cannot be fetched, and says so where it is gone for good', async () => {
    line.cloud.token = 'scaduto'
    await line.says(
      'image',
      (message) => (message['image'] = { id: '1234567890', mime_type: 'image/jpeg', caption: 'eccola foto' }),
      mario,
    )
    expect(codeOf(await line.admin().whatsappLine.checkNow({}))).toBe('whatsapp_token_refused')
    expect(await waiting()).toBe(1)
    expect(valueOf(await line.admin().whatsappLine.status({})).failure?.code).toBe('whatsapp_token_refused')
    expect(valueOf(await line.admin().desk.health({})).whatsapp?.failure).toBe('whatsapp_token_refused')
    line.cloud.token = 'token-della-prova'
    line.cloud.media.clear()
    expect(await line.read()).toMatchObject({ opened: 1 })
    const [message] = await line.messagesOf(await only('eccola foto'))
    expect(message).toMatchObject({ errorCode: 'whatsapp_media_lost', attachments: [] })
    expect(valueOf(await line.admin().whatsappLine.status({})).failure).toBeNull()
  })

  it('waits at the relay while the answer about its file breaks off, or something of ours does, and says so', async () => {
    line.cloud.media.set('1234567890', { type: 'image/jpeg', content: jpegWithExif() })
    line.cloud.mediaBreaks = true
    await line.says(
      'image',
      (message) => (message['image'] = { id: '1234567890', mime_type: 'image/jpeg', caption: 'frana a Ruota' }),
      mario,
    )
    const failure = async () => valueOf(await line.admin().whatsappLine.status({})).failure?.code ?? null
    expect(codeOf(await line.admin().whatsappLine.checkNow({}))).toBe('whatsapp_unreachable')
    expect(await failure()).toBe('whatsapp_unreachable')
    const { store } = line.desk.engine.current
    valueOf(
      await store.write((db) =>
        sql`CREATE TRIGGER broken BEFORE INSERT ON whatsapp_received BEGIN SELECT RAISE(ABORT, 'broken'); END`.execute(
          db,
        ),
      ),
    )
    expect(codeOf(await line.admin().whatsappLine.checkNow({}))).toBe('internal')
    expect(await failure()).toBe('internal')
    valueOf(await store.write((db) => sql`DROP TRIGGER broken`.execute(db)))
    expect(await waiting()).toBe(1)
    expect(await line.read()).toMatchObject({ opened: 1 })
    expect(await failure()).toBeNull()
  })

  it('lays aside what is for another number or of no known shape, and takes it in when it has a place', async () => {
    const { relay } = line
    await relay().webhook(JSON.stringify({ object: 'whatsapp_business_account', entry: 'rotto' }))
    const strange = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          changes: [
            {
              field: 'messages',
              value: {
                metadata: { phone_number_id: '999' },
                messages: [
                  {
                    id: 'wamid.X',
                    from: mario,
                    timestamp: String(line.now() / 1000),
                    type: 'text',
                    text: { body: 'Tombino in via Alta' },
                  },
                ],
              },
            },
          ],
        },
      ],
    })
    await relay().webhook(strange)
    expect(await line.read()).toEqual({ opened: 0, added: 0, aside: 2 })
    expect(await waiting()).toBe(0)
    const aside = async () => valueOf(await line.admin().whatsappLine.status({})).aside
    const [unreadable, other] = await aside()
    expect([unreadable?.reason, other?.reason]).toEqual(['unreadable', 'other_number'])
    const eventId = other?.eventId ?? ''
    expect(codeOf(await line.admin().whatsappLine.takeAside({ eventId }))).toBe('whatsapp_number_wrong')
    const { whatsapp } = valueOf(await line.admin().settings.all({}))
    const wrong = { ...whatsapp, phoneNumberId: '999' }
    valueOf(await line.admin().settings.save({ key: 'whatsapp', base: whatsapp, value: wrong }))
    valueOf(await line.admin().whatsappLine.takeAside({ eventId }))
    valueOf(await line.admin().settings.save({ key: 'whatsapp', base: wrong, value: whatsapp }))
    await only('Tombino in via Alta')
    valueOf(await line.admin().whatsappLine.dropAside({ eventId: unreadable?.eventId ?? '' }))
    expect(await aside()).toEqual([])
  })

  it('comes through a relay that is killed before the desk has read', async () => {
    await line.says('text', texts('Albero caduto a Valgiano'), mario)
    await line.restartRelay()
    expect(await line.read()).toMatchObject({ opened: 1 })
    await only('Albero caduto a Valgiano')
    expect(await waiting()).toBe(0)
    await line.relay().kill()
    expect(codeOf(await line.admin().whatsappLine.checkNow({}))).toBe('relay_unreachable')
    await line.restartRelay()
    expect(await line.read()).toEqual({ opened: 0, added: 0, aside: 0 })
  })
})
