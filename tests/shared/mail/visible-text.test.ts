import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitVisibleText } from '@shared/mail/visible-text'

const mail = (...lines: readonly string[]): string => lines.join('\n')
const visible = (...lines: readonly string[]): string => splitVisibleText(mail(...lines)).visible

describe('what a citizen wrote now', () => {
  it.each([
    ['Thunderbird', mail('Il 23/11/26 09:12, Comune ha scritto:', '> La squadra verrà', '>', '> Saluti')],
    ['Thunderbird in English', mail('On 11/23/26 9:12 AM, Comune wrote:', '> La squadra verrà', '> Saluti')],
    [
      'Gmail',
      mail(
        'Il giorno lun 23 nov 2026 alle ore 09:12 Cantoniere di paese',
        '<desk@comune.example> ha scritto:',
        '',
        '> Gentile',
      ),
    ],
    [
      'Gmail made from HTML, without marks',
      mail(
        'Il giorno lun 23 nov 2026 alle ore 09:12 Cantoniere <desk@comune.example> ha scritto:',
        '',
        'Gentile',
        'Mario',
      ),
    ],
    ['Gmail in English', mail('On Mon, Nov 23, 2026 at 9:12 AM Comune <desk@comune.example> wrote:', '', '> Gentile')],
    [
      'Apple Mail',
      mail('> Il giorno 23 nov 2026, alle ore 09:12, Comune <desk@comune.example> ha scritto:', '> ', '> Gentile'),
    ],
    [
      'Outlook',
      mail(
        'Da: Comune <desk@comune.example>',
        'Inviato: lunedì 23 novembre 2026 09:12',
        'A: Mario',
        'Oggetto: R: Buca',
        '',
        'Gentile',
      ),
    ],
    [
      'Outlook in English, under a rule',
      mail(
        '_'.repeat(32),
        'From: Comune',
        'Sent: Monday, November 23, 2026',
        'To: Mario',
        'Subject: Re: Buca',
        '',
        'Gentile',
      ),
    ],
    [
      'Outlook made from HTML, with blank lines and many recipients',
      mail(
        '*Da:* Comune',
        '',
        '*Inviato:* lunedì',
        '',
        '*A:* Mario <m@x.example>;',
        'Anna <a@x.example>',
        '*Oggetto:* Buca',
        'Gentile',
      ),
    ],
    ['old Outlook', mail('-----Messaggio originale-----', 'Testo vecchio')],
    ['nothing but marks', mail('> La squadra verrà', '> Saluti')],
  ])('leaves out what comes along from %s', (_program, quote) => {
    const split = splitVisibleText(mail('Grazie, la buca è in via Romana.', '', quote))
    expect(split.visible).toBe('Grazie, la buca è in via Romana.')
    expect(split.quoted).toBe(quote)
  })

  it.each([
    'Il contratto, come già scritto, non vale.',
    'Il vicino mi ha scritto:\nla strada è rotta',
    'Il 3 marzo il geometra mi ha scritto:\nla strada è rotta',
    'Il 3 marzo 2026 il geometra ha scritto:\nla strada è rotta',
    'Da: via Romana\nA: via Pesciatina\nc’è il buio completo',
    'La data: ieri\nDa: casa mia\nnon si passa',
    'La strada\n> 3 metri di larghezza',
    'Prima riga\n--\nSeconda riga\n' + Array.from({ length: 20 }, (_, n) => `motivo ${n}`).join('\n'),
    'Ieri ho inviato da iPhone la foto',
    '______________________________\nModulo: segnalazione\nNome: Mario',
  ])('never cuts real text: %s', (text) => {
    expect(splitVisibleText(text)).toMatchObject({ visible: text, quoted: '', signature: '' })
  })

  it('keeps answers written between and below the quoted lines', () => {
    expect(
      visible(
        'Il 23/11/26 09:12, Comune ha scritto:',
        '> Dove?',
        'In via Romana',
        '> Quando?',
        '',
        'Ieri',
        '',
        'Mario',
      ),
    ).toBe(mail('In via Romana', '', 'Ieri', '', 'Mario'))
  })

  it('sets the signature apart, above a quote as well as at the end', () => {
    const split = splitVisibleText(mail('C’è una buca', '-- ', 'Mario Rossi', '', '> Gentile', '> Mario'))
    expect(split).toMatchObject({
      visible: 'C’è una buca',
      signature: '-- \nMario Rossi\n\n',
      quoted: '> Gentile\n> Mario',
    })
    expect(visible('C’è una buca', '', 'Inviato da iPhone')).toBe('C’è una buca')
    expect(visible('C’è una buca', '', 'Sent from my Galaxy', '', 'Scarica Outlook per Android')).not.toContain(
      'Outlook',
    )
  })

  it('shows a mail whole that was passed on without a word, or that is all signature', () => {
    const passedOn = mail('Da: Anna', 'Inviato: ieri', 'Oggetto: Buca', '', 'C’è una buca')
    expect(splitVisibleText(passedOn)).toMatchObject({ visible: passedOn, quoted: '' })
    expect(splitVisibleText('--\nC’è una buca').visible).toBe('--\nC’è una buca')
    expect(splitVisibleText('')).toEqual({ parts: [], visible: '', quoted: '', signature: '' })
  })

  it('loses not a letter of any mail', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '> prima',
        '-- ',
        '--',
        '',
        'Da: Comune',
        'Inviato: ieri',
        'Oggetto: Buca',
        'Il 23/11/2026 09:12, Comune <a@b.example> ha scritto:',
        'Il giorno 23 nov 2026 alle 09:12',
        'Comune ha scritto:',
        '-----Messaggio originale-----',
        '_'.repeat(30),
        'Inviato da iPhone',
        'C’è una buca',
      ),
      fc.string({ unit: 'binary' }),
    )
    const text = fc
      .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r', '\n\n')), { maxLength: 25 })
      .map((lines) => lines.flat().join(''))
    fc.assert(
      fc.property(text, (whole) => {
        const split = splitVisibleText(whole)
        expect(split.parts.map((part) => part.text).join('')).toBe(whole)
        expect(split.visible === '').toBe(whole.trim() === '')
      }),
      { numRuns: 1000 },
    )
  })
})
