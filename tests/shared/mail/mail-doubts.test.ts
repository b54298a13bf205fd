import { describe, expect, it } from 'vitest'
import { mailDoubts } from '@shared/mail/mail-doubts'

const mail = { fromAddress: 'pia@posta.example', subject: 'Buca', text: 'Davanti al cancello.' }

describe('a mail that opened a ticket', () => {
  it('is beyond doubt when it says who wrote what', () => {
    expect(mailDoubts(mail)).toEqual([])
  })

  it('says what is missing or cannot be read', () => {
    expect(mailDoubts({ ...mail, fromAddress: '' })).toEqual([{ kind: 'no_sender' }])
    expect(mailDoubts({ ...mail, text: '\uFFFD\uFFFD buca' })).toEqual([{ kind: 'unreadable' }])
  })

  it('says which other report it names', () => {
    expect(mailDoubts({ ...mail, subject: 'Re: [#SEGN-2026-888888] Buca' })).toEqual([
      { kind: 'names_another', number: 'SEGN-2026-888888' },
    ])
  })
})
