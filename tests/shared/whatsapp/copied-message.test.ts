import { describe, expect, it } from 'vitest'
import { readCopiedMessages } from '@shared/whatsapp/copied-message'
import { phoneLink, qrLink } from '@shared/whatsapp/phone-link'

const read = (text: string) =>
  readCopiedMessages(text, { today: '2026-11-23', isOwn: (author) => author === 'Cantoniere di paese' })

describe('a message copied out of WhatsApp', () => {
  it.each([
    ['[09:12, 2/4/2026] Mario Rossi: buca in via Romana', '2026-04-02T09:12:00'],
    ['[9:12 PM, 2/4/2026] Mario Rossi: buca in via Romana', '2026-04-02T21:12:00'],
    ['[02/04/26, 09:13:44] Mario Rossi: buca in via Romana', '2026-04-02T09:13:44'],
    ['\u200e[2/4, 09:12] Mario Rossi: buca in via Romana', '2026-04-02T09:12:00'],
    ['[24/12, 09:12] Mario Rossi: buca in via Romana', '2025-12-24T09:12:00'],
  ])('%j was written at %s', (text, at) => {
    expect(read(text)).toEqual({ author: 'Mario Rossi', at, text: 'buca in via Romana', point: null })
  })

  it('of several is one report: lines, places, without the office, a second person by name', () => {
    const copied = [
      '[09:12, 2/4/2026] +39 335 139 7378: buca',
      'davanti alla scuola',
      '[09:13, 2/4/2026] +39 335 139 7378: Posizione: https://maps.google.com/?q=43.8421,10.5773',
      '[09:14, 2/4/2026] Cantoniere di paese: grazie',
      '[09:15, 2/4/2026] Anna: anche per me',
    ].join('\n')
    expect(read(copied)).toEqual({
      author: '+39 335 139 7378',
      at: '2026-04-02T09:12:00',
      text: 'buca\ndavanti alla scuola\nAnna: anche per me',
      point: { lat: 43.8421, lon: 10.5773 },
    })
  })

  it('is nothing else: plain words, a bracket, a message of the office alone', () => {
    for (const text of [
      'buca in via Romana',
      '[urgente] Mario: buca',
      '[09:14, 2/4/2026] Cantoniere di paese: grazie',
      '',
    ])
      expect(read(text)).toBeNull()
  })
})

describe('an answer to be sent from the phone', () => {
  it('is a link with its words, and a QR code that a camera can still read', () => {
    expect(phoneLink('+393351397378', 'Fatto: è & resta così')).toBe(
      'https://wa.me/393351397378?text=Fatto%3A%20%C3%A8%20%26%20resta%20cos%C3%AC',
    )
    expect(qrLink('+393351397378', 'Fatto')).toEqual({
      link: 'https://wa.me/393351397378?text=Fatto',
      holdsText: true,
    })
    expect(qrLink('+393351397378', 'lungo '.repeat(200))).toEqual({
      link: 'https://wa.me/393351397378',
      holdsText: false,
    })
  })
})
