import { describe, expect, it } from 'vitest'
import { classifyMail, mayAcknowledge, type HeaderValues, type MailFacts } from '@shared/mail/automatic'

const classify = (headers: HeaderValues, other: Partial<MailFacts> = {}) =>
  classifyMail({ headers, from: 'mario@cittadini.example', subject: 'Buca', contentType: 'text/plain', ...other })

describe('telling people’s mail from machines’', () => {
  it('takes an ordinary mail, and an explicit "no", for a person’s', () => {
    expect(classify({})).toEqual({ kind: 'message', reason: null })
    expect(classify({ 'auto-submitted': ['no'], 'x-autoreply': ['no'] }).kind).toBe('message')
    expect(classify({ precedence: ['normal'], 'return-path': ['<mario@cittadini.example>'] }).kind).toBe('message')
    expect(classify({}, { from: null, contentType: null }).kind).toBe('message')
  })

  it('keeps a report from a web form, whose sender is a no-reply address', () => {
    expect(classify({}, { from: 'noreply@piattaforma.example' }).kind).toBe('message')
  })

  it.each<[string, HeaderValues, string]>([
    ['a certified receipt', { 'x-ricevuta': ['avvenuta-consegna'], 'auto-submitted': ['auto-generated'] }, 'receipt'],
    ['a certified envelope', { 'x-trasporto': ['posta-certificata'] }, 'pec'],
    ['an anomaly, which is ordinary mail', { 'x-trasporto': ['errore'] }, 'message'],
    ['an answer by itself', { 'auto-submitted': ['auto-replied; owner="x"'] }, 'automatic'],
    ['machine mail', { 'auto-submitted': ['auto-generated'] }, 'automatic'],
    ['an old autoresponder', { 'x-autoreply': ['yes'] }, 'automatic'],
    ['bulk', { precedence: ['bulk'] }, 'automatic'],
    ['a mail that must not be answered', { 'x-auto-response-suppress': ['DR, OOF, AutoReply'] }, 'automatic'],
    ['one without a way back', { 'return-path': ['<>'] }, 'automatic'],
    ['a list', { 'list-id': ['<notizie.example>'] }, 'list'],
    ['a list of the old kind', { precedence: ['list'] }, 'list'],
    ['a newsletter', { precedence: ['bulk'], 'list-unsubscribe': ['<mailto:x@y.example>'] }, 'list'],
    ['an out-of-office notice to a list', { 'list-id': ['<a.b>'], 'auto-submitted': ['auto-replied'] }, 'automatic'],
    ['a failed delivery', { 'x-failed-recipients': ['anna@cittadini.example'] }, 'bounce'],
  ])('knows %s', (_name, headers, kind) => {
    expect(classify(headers).kind).toBe(kind)
  })

  it('says apart why, where people’s mail may carry the same sign', () => {
    expect(classify({ 'list-unsubscribe': ['<mailto:x@y.example>'] })).toEqual({
      kind: 'automatic',
      reason: 'list-unsubscribe',
    })
    expect(classify({ precedence: ['bulk'] }).reason).toBe('precedence')
    expect(classify({}, { subject: 'R: Risposta automatica: Buca' })).toEqual({ kind: 'automatic', reason: 'subject' })
  })

  it.each([
    ['multipart/report; report-type=delivery-status; boundary="x"', 'bounce'],
    ['Multipart/Report; boundary="x";\r\n report-type="delivery-status"', 'bounce'],
    ['multipart/report; report-type=disposition-notification', 'automatic'],
    ['multipart/report; report-type=feedback-report', 'automatic'],
    ['multipart/mixed; boundary="report-type=delivery-status"', 'message'],
  ])('reads the content type %s as %s', (contentType, kind) => {
    expect(classify({}, { contentType }).kind).toBe(kind)
  })

  it.each([
    'Undelivered Mail Returned to Sender',
    'Delivery Status Notification (Failure)',
    'Mail delivery failed: returning message to sender',
    'Mancato recapito: Buca in via Romana',
    'Messaggio non consegnato',
    'failure notice',
  ])('knows a bounce that follows no standard by its sender and “%s” together', (subject) => {
    expect(classify({}, { subject, from: 'MAILER-DAEMON@mx.example' }).kind).toBe('bounce')
    expect(classify({}, { subject }).kind).toBe('message')
  })

  it('does not take a citizen’s words for a machine’s', () => {
    for (const subject of [
      'Fuori servizio il lampione',
      'Autoambulanza bloccata',
      'Il postino non consegna',
      'Assenza di luce',
    ]) {
      expect(classify({}, { subject }).kind).toBe('message')
    }
  })
})

describe('who gets an acknowledgement', () => {
  it('is a person who can read it, never a machine', () => {
    expect(mayAcknowledge('message', 'mario@cittadini.example')).toBe(true)
    expect(mayAcknowledge('pec', 'mario@pec.example')).toBe(true)
    for (const kind of ['automatic', 'list', 'bounce', 'receipt'] as const) {
      expect(mayAcknowledge(kind, 'mario@cittadini.example')).toBe(false)
    }
    expect(mayAcknowledge('message', 'noreply@piattaforma.example')).toBe(false)
    expect(mayAcknowledge('message', null)).toBe(false)
  })
})
