import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '@shared/kernel/instant'
import { comesBack, goesOn, isThanks } from '@shared/whatsapp/conversation'
import { filledText, templateOf, templatePayload, unfilled } from '@shared/whatsapp/message-template'

const talk = { at: 100 * HOUR_MS, lastIn: null, lastOut: null, pauseHours: 12, isWaiting: false }

describe('a conversation by WhatsApp', () => {
  it('goes on until a silence, after the office’s word for three days, and as long as the report waits', () => {
    expect(goesOn(talk)).toBe(false)
    expect(goesOn({ ...talk, lastIn: 88 * HOUR_MS })).toBe(true)
    expect(goesOn({ ...talk, lastIn: 87 * HOUR_MS })).toBe(false)
    expect(goesOn({ ...talk, lastIn: 20 * HOUR_MS, lastOut: 28 * HOUR_MS })).toBe(true)
    expect(goesOn({ ...talk, lastIn: 20 * HOUR_MS, lastOut: 27 * HOUR_MS })).toBe(false)
    // What the citizen wrote since has answered it.
    expect(goesOn({ ...talk, lastIn: 50 * HOUR_MS, lastOut: 48 * HOUR_MS })).toBe(false)
    expect(goesOn({ ...talk, lastIn: 1, isWaiting: true })).toBe(true)
    expect(comesBack({ ...talk, lastIn: 20 * HOUR_MS, lastOut: 90 * HOUR_MS })).toBe(true)
    expect(comesBack({ ...talk, lastIn: 99 * HOUR_MS })).toBe(false)
  })

  it.each(['Grazie', 'grazie mille!!', 'Ok, perfetto. Buona giornata', '👍🏻', 'Va bene, gentilissimi 🙏'])(
    'takes "%s" for thanks',
    (text) => expect(isThanks(text)).toBe(true),
  )
  it.each(['', 'Grazie ma la buca c’è ancora', 'Ok quando venite?', 'No', 'grazie '.repeat(40)])(
    'takes "%s" for something to read',
    (text) => expect(isThanks(text)).toBe(false),
  )
})

describe('an approved template', () => {
  const raw = {
    name: 'appuntamento',
    language: 'it',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Segnalazione {{1}}', example: { header_text: ['SEGN-1'] } },
      { type: 'BODY', text: 'Passiamo {{1}} alle {{2}}, {{1}} compreso.', example: { body_text: [['lunedì', '9']] } },
    ],
  }
  it('says its places with their examples, what is missing, and what the citizen will read', () => {
    const template = templateOf(raw)
    if (template === null) throw new Error('no template')
    expect(template.fields).toEqual([
      { part: 'header', name: '1', example: 'SEGN-1' },
      { part: 'body', name: '1', example: 'lunedì' },
      { part: 'body', name: '2', example: '9' },
    ])
    const values = { 'header.1': 'SEGN-9', 'body.1': 'martedì' }
    expect(unfilled(template, values).map(({ part, name }) => `${part}.${name}`)).toEqual(['body.2'])
    expect(filledText(template, values)).toBe('Segnalazione SEGN-9\n\nPassiamo martedì alle {{2}}, martedì compreso.')
    expect(templatePayload(template, { ...values, 'body.2': '10' }).components?.[1]?.parameters).toEqual([
      { type: 'text', text: 'martedì' },
      { type: 'text', text: '10' },
    ])
  })
  it('is none when it is not approved or asks for more than words', () => {
    expect(templateOf({ ...raw, status: 'PAUSED' })).toBeNull()
    expect(templateOf({ ...raw, components: [{ type: 'BODY' }] })).toBeNull()
    expect(templateOf({ ...raw, components: [...raw.components, { type: 'CAROUSEL' }] })).toBeNull()
    expect(templateOf('x')).toBeNull()
  })
})
