import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitSubject } from '@shared/mail/subject'

describe('the subject of a mail', () => {
  it.each([
    ['Buca in via Romana', 'Buca in via Romana', null],
    ['R: Buca', 'Buca', 'reply'],
    ['Re: Buca', 'Buca', 'reply'],
    ['RE[2]: Buca', 'Buca', 'reply'],
    ['AW: Buca', 'Buca', 'reply'],
    ['Rif : Buca', 'Buca', 'reply'],
    ['R: I: Re:Fwd: Buca', 'Buca', 'reply'],
    ['I: Buca', 'Buca', 'forward'],
    ['Fwd: R: Buca', 'Buca', 'forward'],
    ['WG: Buca', 'Buca', 'forward'],
    ['POSTA CERTIFICATA: I: Buca', 'Buca', 'forward'],
    ['ANOMALIA MESSAGGIO: Buca', 'Buca', null],
    ['Re：  Buca\r\n  grande', 'Buca grande', 'reply'],
    ['R: [#SEGN-2026-000123] Buca', '[#SEGN-2026-000123] Buca', 'reply'],
    ['Re:', '', 'reply'],
  ])('of “%s” is “%s”', (subject, text, opening) => {
    expect(splitSubject(subject)).toMatchObject({ text, opening })
  })

  it.each([
    ['I: Buca', true],
    ['R: I: Buca', true],
    ['Re: WG: Buca', true],
    ['R: Buca', false],
    ['Buca I: due', false],
  ])('tells whether “%s” was passed on: %s', (subject, isForwarded) => {
    expect(splitSubject(subject).isForwarded).toBe(isForwarded)
  })

  it.each(['Rifiuti: cassonetto pieno', 'Iren: guasto', 'Via Re: buca', 'A11: rumore', 'SR 435: buca', 'Risposta: no'])(
    'keeps real words: %s',
    (subject) => {
      expect(splitSubject(subject)).toEqual({ text: subject, opening: null, isForwarded: false })
    },
  )

  it('is settled at the first go', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'RreIifwdFWG:[]2 ab\n') }), (subject) => {
        const { text } = splitSubject(subject)
        expect(splitSubject(text)).toEqual({ text, opening: null, isForwarded: false })
      }),
    )
  })
})
