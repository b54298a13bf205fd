import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWebhook } from '@shared/whatsapp/webhook'

const sample = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, `../../fixtures/cloudapi/${name}.json`), 'utf8')
const withMessage = (message: Record<string, unknown>): string => {
  const body = JSON.parse(sample('text')) as { entry: { changes: { value: { messages: unknown[] } }[] }[] }
  body.entry[0]?.changes[0]?.value.messages.splice(0, 1, { id: 'wamid.1', from: '39335', timestamp: '1', ...message })
  return JSON.stringify(body)
}
const only = (body: string) => readWebhook(body)?.[0]?.messages[0]

describe('a webhook of the Business Cloud API', () => {
  it('says who wrote what, where and when', () => {
    expect(readWebhook(sample('text'))).toEqual([
      {
        phoneNumberId: 'PHONE_NUMBER_ID',
        statuses: [],
        messages: [
          {
            wamid: 'wamid.T1',
            from: '393350000000',
            name: 'Mario Rossi',
            at: 1_775_113_920_000,
            text: 'Buca in via Romana 15',
            media: null,
            point: null,
            pointName: '',
            answers: null,
            kind: 'message',
          },
        ],
      },
    ])
    expect(only(sample('image'))).toMatchObject({ text: 'eccola', media: { id: '1234567890', type: 'image/jpeg' } })
    expect(only(sample('location'))).toMatchObject({ point: { lat: 43.8433, lon: 10.5612 } })
    expect(readWebhook(sample('status'))?.[0]?.statuses).toEqual([
      { wamid: 'wamid.OUT1', state: 'delivered', at: 1_775_113_999_000, mark: '', code: null, reason: '' },
    ])
  })

  it('tells answers, signs, buttons, cards and what WhatsApp keeps to itself apart', () => {
    expect(only(withMessage({ type: 'text', text: { body: 'sì' }, context: { id: 'wamid.0' } }))?.answers).toBe(
      'wamid.0',
    )
    expect(only(withMessage({ type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '👍' } }))).toMatchObject({
      kind: 'reaction',
      answers: 'wamid.0',
      text: '👍',
    })
    expect(
      only(withMessage({ type: 'interactive', interactive: { button_reply: { id: '1', title: 'Risolto' } } }))?.text,
    ).toBe('Risolto')
    expect(
      only(
        withMessage({
          type: 'contacts',
          contacts: [{ name: { formatted_name: 'Ditta Bianchi' }, phones: [{ phone: '+39 0583 1' }] }],
        }),
      )?.text,
    ).toBe('Ditta Bianchi +39 0583 1')
    expect(only(withMessage({ type: 'unsupported', errors: [{ code: 131051 }] }))?.kind).toBe('unsupported')
    expect(only(withMessage({ type: 'location', location: { latitude: 0, longitude: 0 } }))?.point).toBeNull()
  })

  it('is null for what is none, and never breaks', () => {
    for (const body of ['', '[]', '{"object":"page","entry":[]}', withMessage({ id: 3 })])
      expect(readWebhook(body)).toBeNull()
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        readWebhook(JSON.stringify(value))
        readWebhook(withMessage(typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}))
      }),
    )
  })
})
