import { describe, expect, it } from 'vitest'
import { mailDoubts, partDoubts, recipientDoubts } from '@shared/mail/mail-doubts'
import { MOST_ADDRESSES } from '@shared/mail/parsed-mail'

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

describe('a mail that announced more than came', () => {
  it('says that it is incomplete', () => {
    expect(partDoubts({})).toEqual([])
    expect(partDoubts({ incomplete: true })).toEqual([{ kind: 'incomplete' }])
  })
})

describe('a mail to very many', () => {
  const to = (count: number) => Array.from({ length: count }, (_, n) => `c${n}@posta.example`)

  it('says that not all of them are told, whichever header they stand in', () => {
    expect(recipientDoubts({ to: to(MOST_ADDRESSES - 1), cc: to(3) })).toEqual([])
    expect(recipientDoubts({ to: to(1), cc: to(MOST_ADDRESSES) })).toEqual([{ kind: 'many_recipients', count: '500' }])
  })
})
