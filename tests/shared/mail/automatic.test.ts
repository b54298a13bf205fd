import { describe, expect, it } from 'vitest'
import { classifyMail, mayAcknowledge, type MailHeaders } from '@shared/mail/automatic'

const classify = (
  headers: MailHeaders,
  subject = 'Buca',
  from = 'mario@cittadini.example',
  contentType: string | null = null,
) => classifyMail({ headers, subject, from, contentType })

describe('telling people’s mail from machines’', () => {
  it.each<[string, MailHeaders, string]>([
    ['auto-submitted', { 'auto-submitted': ['auto-replied'] }, 'automatic'],
    ['list-id', { 'list-id': ['<a.b>'] }, 'list'],
    ['precedence-list', { precedence: ['list'] }, 'list'],
    ['list-unsubscribe', { precedence: ['bulk'], 'list-unsubscribe': ['<mailto:a@b.c>'] }, 'list'],
    ['x-failed-recipients', { 'x-failed-recipients': ['a@b.c'] }, 'bounce'],
  ])('is sure of %s', (reason, headers, kind) => {
    expect(classify(headers)).toEqual({ kind, reason, certain: true })
  })

  it('leaves to a person what people’s mail may carry too', () => {
    expect(classify({ precedence: ['bulk'] })).toMatchObject({ kind: 'automatic', certain: false })
    expect(classify({}, 'Risposta automatica: Buca')).toMatchObject({ kind: 'automatic', certain: false })
    expect(classify({ 'return-path': ['<>'] })).toMatchObject({ kind: 'automatic', certain: false })
  })

  it('takes an explicit "no" and an ordinary mail for what they are', () => {
    expect(classify({ 'auto-submitted': ['no'] }).kind).toBe('message')
    expect(classify({}, 'Il postino non consegna').kind).toBe('message')
  })

  it('knows bounces that follow no standard by sender and subject together', () => {
    expect(classify({}, 'Undelivered Mail Returned to Sender', 'MAILER-DAEMON@mx.example').kind).toBe('bounce')
    expect(classify({}, 'Undelivered Mail', 'mario@cittadini.example').kind).toBe('message')
  })
})

describe('who gets an acknowledgement', () => {
  const own = ['desk@capannori.example']
  it('goes to people and to certified mail only, never to machines or to ourselves', () => {
    expect(mayAcknowledge('message', 'mario@cittadini.example', own)).toBe(true)
    expect(mayAcknowledge('pec', 'mario@pec.example', own)).toBe(true)
    for (const kind of ['automatic', 'list', 'bounce', 'receipt']) {
      expect(mayAcknowledge(kind, 'mario@cittadini.example', own)).toBe(false)
    }
    expect(mayAcknowledge('message', 'noreply@shop.example', own)).toBe(false)
    expect(mayAcknowledge('message', 'Desk@Capannori.example', own)).toBe(false)
    expect(mayAcknowledge('message', null, own)).toBe(false)
  })
})
