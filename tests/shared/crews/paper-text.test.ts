import { describe, expect, it } from 'vitest'
import { maskedPhone } from '@shared/crews/masked-phone'
import { paperText } from '@shared/crews/paper-text'

describe('what a citizen wrote, on the crew’s paper', () => {
  it('is what they report, without the letter around it', () => {
    expect(
      paperText(
        'Buongiorno,\r\n\r\nla zanella è piena.\nQuando piove entra acqua.\n\nCordiali saluti\nAnna Bianchi\nVia Roma 3',
      ),
    ).toBe('la zanella è piena. Quando piove entra acqua.')
    expect(paperText('Gentile ufficio tecnico,\nSalve\nLampione spento. Grazie')).toBe('Lampione spento. Grazie')
  })

  it('is never cut for a word inside a sentence', () => {
    expect(
      paperText('Grazie al vostro intervento la buca è chiusa, ma si è riaperta.\nCordiali i vostri operai.'),
    ).toBe('Grazie al vostro intervento la buca è chiusa, ma si è riaperta. Cordiali i vostri operai.')
    expect(paperText('Grazie')).toBe('Grazie')
    expect(paperText('')).toBe('')
  })
})

describe('a phone number on the paper of a closed ticket', () => {
  it('tells numbers apart and calls nobody', () => {
    expect(maskedPhone('335 139 7378')).toBe('••• ••• 378')
    expect(maskedPhone('112')).toBe('•••')
    expect(maskedPhone('')).toBe('•••')
  })
})
