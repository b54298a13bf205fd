import { describe, expect, it } from 'vitest'
import { splitVisibleText } from '@shared/mail/visible-text'

const visible = (...lines: readonly string[]): string => splitVisibleText(lines.join('\n')).visible

describe('what a citizen wrote now', () => {
  it('leaves out what Thunderbird, Gmail and Outlook carry along', () => {
    expect(visible('Grazie', '', 'Il 23/11/26 09:12, Comune ha scritto:', '> La squadra verrà')).toBe('Grazie')
    const gmail = [
      'Grazie',
      'Il giorno lun 23 nov 2026 alle ore 09:12 Cantoniere',
      '<desk@capannori.example> ha scritto:',
      '',
      'Gentile',
    ]
    expect(visible(...gmail)).toBe('Grazie')
    const outlook = [
      'Grazie',
      '',
      'Da: Comune',
      'Inviato: lunedì 23 novembre 2026',
      'A: Mario',
      'Oggetto: R: Buca',
      '',
      'Gentile',
    ]
    expect(visible(...outlook)).toBe('Grazie')
    expect(visible('Grazie', '-----Messaggio originale-----', 'Testo vecchio')).toBe('Grazie')
  })

  it.each([
    'Il contratto, come già scritto, non vale.',
    'Il vicino mi ha scritto:\nla strada è rotta',
    'Il 3 marzo il geometra mi ha scritto:\nla strada è rotta',
    'Da: via Romana\nandando verso Lunata c’è una buca',
  ])('never cuts real text: %s', (text) => {
    expect(splitVisibleText(text)).toEqual({ visible: text, quoted: '' })
  })

  it('keeps answers written between the quoted lines', () => {
    const text = ['Il 23/11/26 09:12, Comune ha scritto:', '> Dove?', 'In via Romana', '> Quando?', 'Ieri']
    expect(visible(...text)).toBe('In via Romana\nIeri')
  })

  it('leaves out signatures and what telephones add', () => {
    expect(visible('C’è una buca', '-- ', 'Mario Rossi', 'Tel. 0583')).toBe('C’è una buca')
    expect(visible('C’è una buca', '', 'Inviato da iPhone')).toBe('C’è una buca')
  })

  it('shows a forwarded mail whole', () => {
    const text = '---------- Forwarded message ---------\nDa: Anna\nC’è una buca'
    expect(splitVisibleText(text)).toEqual({ visible: text, quoted: '' })
  })
})
