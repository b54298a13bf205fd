import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  answerLink,
  codedAnswer,
  codedSubject,
  followUpCode,
  holdsBothLinks,
  spokenAnswer,
  whyUnasked,
} from '@shared/citizen/follow-up'

const code = fc.uint8Array({ minLength: 12, maxLength: 16 }).map(followUpCode)

describe("a citizen's coded answer", () => {
  it('is found again whatever mail programs put around it', () => {
    fc.assert(
      fc.property(
        code,
        fc.constantFrom('yes' as const, 'no' as const),
        fc.constantFrom('', 'Re: ', 'R: Re: ', 'Fwd: [SPAM] '),
        fc.constantFrom('', ' ', ' (Posta certificata)', '\t#1'),
        (known, answer, before, after) => {
          const subject = codedSubject('[#SEGN-2026-000123] È risolto?', answer, known)
          expect(codedAnswer(`${before}${subject}${after}`)).toEqual({ answer, code: known })
          expect(codedAnswer(subject.toLowerCase())).toEqual({ answer, code: known })
        },
      ),
    )
  })

  it('survives the link that writes it', () => {
    const subject = codedSubject('[#SEGN-2026-000123] È risolto? 100 % & più', 'no', '0123456789AB')
    const link = answerLink('ufficio@town.example', subject)
    expect(link).not.toMatch(/\s/)
    expect(new URL(link).searchParams.get('subject')).toBe(subject)
  })

  it('is nothing that somebody writes by chance', () => {
    for (const subject of [
      'No',
      'Si-curezza stradale',
      'SI-123',
      '[#SEGN-2026-000123] È risolto?',
      'CASI-0123456789AB',
    ])
      expect(codedAnswer(subject), subject).toBeNull()
  })
})

describe('an answer in words', () => {
  it('counts by its first word, where that leaves no doubt', () => {
    for (const yes of ['Sì', 'si, grazie mille', 'SI!', 'Ok', 'Risolto. Grazie'])
      expect(spokenAnswer(yes), yes).toBe('yes')
    for (const no of ['No', 'no, è ancora spento', 'Non è cambiato niente']) expect(spokenAnswer(no), no).toBe('no')
    for (const other of ['', 'Siamo ancora al buio', 'Notte fonda', 'Buongiorno, no', 'Grazie'])
      expect(spokenAnswer(other), other).toBeNull()
  })
})

describe('who is asked', () => {
  const facts = {
    isAnonymous: false,
    address: 'anna@posta.example',
    isAutomatic: false,
    isBounced: false,
    hasMailbox: true,
    isFlooded: false,
  }
  it('is a citizen who can be reached, and nobody else', () => {
    expect(whyUnasked(facts)).toBeNull()
    expect(whyUnasked({ ...facts, address: '' })).toBe('no_address')
    expect(whyUnasked({ ...facts, address: '', isAnonymous: true })).toBe('anonymous')
    expect(whyUnasked({ ...facts, isAutomatic: true })).toBe('automatic_address')
    expect(whyUnasked({ ...facts, isBounced: true })).toBe('bounced')
    expect(whyUnasked({ ...facts, hasMailbox: false })).toBe('no_mailbox')
    expect(whyUnasked({ ...facts, isFlooded: true })).toBe('too_many')
  })
  it('could not answer a question without its links', () => {
    expect(holdsBothLinks('Sì: {si} No: {no}')).toBe(true)
    expect(holdsBothLinks('Sì: {si}')).toBe(false)
  })
})
