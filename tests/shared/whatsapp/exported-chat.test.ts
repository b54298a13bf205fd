import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cutIntoReports } from '@shared/whatsapp/cut-chat'
import { type ChatMessage, readExportedChat } from '@shared/whatsapp/exported-chat'

const one = (text: string): ChatMessage | undefined => readExportedChat(text).messages[0]

describe('an exported chat', () => {
  it('of an Android: several lines, a picture with its caption, a place, what was left out and taken back', () => {
    const { messages, system } = readExportedChat(readFileSync('tests/fixtures/whatsapp/android_it_24h.txt', 'utf8'))
    expect(system).toBe(2)
    expect(messages.map(({ at, text, file }) => [at.slice(11, 16), text, file])).toEqual([
      ['09:12', 'Lampione spento in via Romana\naltezza farmacia, dal 30 marzo', null],
      ['09:13', 'la foto del palo n. 1234', 'IMG-20260402-WA0007.jpg'],
      ['09:14', '', null],
      ['09:15', '', null],
      ['09:16', '', null],
      ['09:17', '', null],
      ['09:18', 'Correggo: palo 1235', null],
    ])
    expect(messages[2]?.point).toEqual({ lat: 43.8421, lon: 10.5773 })
    expect([messages[4]?.omitted, messages[5]?.deleted, messages[6]?.edited]).toEqual([true, true, true])
  })

  it.each([
    ['[02/04/26, 09:13:44] Mario: ciao', '2026-04-02T09:13:44'],
    ['[2/4/2026, 9:13:44 PM] Mario: ciao', '2026-04-02T21:13:44'],
    ['[02/04/26, 12:05:00 AM] Mario: ciao', '2026-04-02T00:05:00'],
    ['02/04/26, 21:13 - Mario: ciao', '2026-04-02T21:13:00'],
    ['2/4/26, 9:13 pm - Mario: ciao', '2026-04-02T21:13:00'],
    ['\u200e[02/04/26, 09:13:44] \u200eMario: ciao', '2026-04-02T09:13:44'],
  ])('%j was said at %s', (line, at) => expect(one(line)).toMatchObject({ at, author: 'Mario', text: 'ciao' }))

  it('takes no line for a message that only looks like one', () => {
    expect(one('[02/04/26, 09:13:44] Mario: dal 02/04/26, 09:13 - è spento')?.text).toBe(
      'dal 02/04/26, 09:13 - è spento',
    )
    expect(readExportedChat('[32/13/26, 09:13:44] Mario: no').messages).toEqual([])
    expect(readExportedChat('Buongiorno, c’è una buca').messages).toEqual([])
  })

  it('keeps a name of its file only, and 0,0 is no place', () => {
    expect(one('[02/04/26, 09:13:44] M: <allegato: ../../evil.txt>')?.file).toBe('evil.txt')
    expect(one('[02/04/26, 09:13:44] M: Posizione: https://maps.google.com/?q=0.0,0.0')?.point).toBeNull()
  })

  it('never throws, whatever is pasted', () => {
    fc.assert(fc.property(fc.string(), (text) => readExportedChat(text).messages.length >= 0))
    fc.assert(
      fc.property(
        fc.string(),
        (text) => readExportedChat(`[02/04/26, 09:13:44] ${text}`).messages.length <= 1 || text.includes('\n'),
      ),
    )
  })
})

describe('a chat cut into reports', () => {
  const said = (...lines: string[]) => readExportedChat(lines.join('\n')).messages
  const cut = (messages: readonly ChatMessage[], pauseHours = 12) =>
    cutIntoReports(messages, { own: ['Ufficio'], pauseHours }).map((report) => report.messages.map(({ text }) => text))

  it('begins a new one after a long silence', () => {
    const chat = said('02/04/26, 09:00 - M: buca', '02/04/26, 20:30 - M: in via Roma', '04/04/26, 09:00 - M: lampione')
    expect(cut(chat)).toEqual([['buca', 'in via Roma'], ['lampione']])
    expect(cut(chat, 1)).toEqual([['buca'], ['in via Roma'], ['lampione']])
  })

  it('begins a new one the day after the office answered, and holds none of the office’s words', () => {
    const chat = said('02/04/26, 20:00 - M: buca', '02/04/26, 20:10 - Ufficio: fatto', '03/04/26, 07:00 - M: lampione')
    expect(cut(chat)).toEqual([['buca'], ['lampione']])
  })

  it('keeps two people of a group apart, and makes no report of what the export left out', () => {
    const chat = said(
      '02/04/26, 09:00 - M: buca',
      '02/04/26, 09:01 - A: lampione',
      '02/04/26, 09:02 - B: <Media omessi>',
    )
    expect(cut(chat)).toEqual([['buca'], ['lampione']])
  })
})
