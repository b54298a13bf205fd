import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MailRule, NOTICE_PARTS, pastedMail, readNotice } from '@shared/platforms/mail-rule'

const labels = Object.fromEntries(NOTICE_PARTS.map((part) => [part, ''])) as MailRule['labels']
const rule: MailRule = {
  id: 'prova',
  name: 'Sito',
  active: true,
  from: '@sito.example',
  subject: '[Sito] {categoria}: {titolo} (#{numero})',
  labels: { ...labels, description: 'Messaggio', place: 'Dove' },
  categoryId: null,
  platformId: null,
}
const mail = {
  from: 'Avvisi@Sito.example',
  subject: ' [sito]  Verde: Ramo (grosso) a terra (#A-12)',
  text: 'Messaggio\nPrima riga\n  Dove\tvia Bella 3\nResto\nhttps://sito.example/altro https://sito.example/r/A-12.',
}
const found = (over: Partial<MailRule> = {}, from: Partial<typeof mail> = {}) => {
  const reading = readNotice({ ...rule, ...over }, { ...mail, ...from })
  return reading.matches ? reading.notice : reading.because
}

describe('a rule for notification mails', () => {
  it('takes words from the subject, lines by their labels and the report’s own link', () => {
    expect(found()).toMatchObject({
      number: 'A-12',
      title: 'Ramo (grosso) a terra',
      category: 'Verde',
      place: 'via Bella 3',
      description: 'Prima riga',
      link: 'https://sito.example/r/A-12',
      key: 'n:A-12',
    })
  })
  it('takes a number whole where anything may follow it', () => {
    const subject = 'Nuova segnalazione n. {numero}*'
    expect(found({ subject }, { subject: 'Nuova segnalazione n. 4711 - Buche' })).toMatchObject({ number: '4711' })
    expect(found({ subject }, { subject: 'Nuova segnalazione n. 4711' })).toMatchObject({ number: '4711' })
    expect(found({ subject: '{titolo}*' }, { subject: 'Ramo a terra' })).toMatchObject({ title: 'Ramo a terra' })
  })
  it('says why a mail is none of this platform', () => {
    expect(found({}, { from: 'avvisi@altrosito.example' })).toBe('from')
    expect(found({}, { from: 'avvisi@sito.example.org' })).toBe('from')
    expect(found({}, { subject: 'Riepilogo' })).toBe('subject')
    expect(found({ subject: '' }, { subject: 'Riepilogo' })).toMatchObject({ title: '', key: '' })
  })
  it('takes the whole text where no label names the description, and the bold stars of a plain-text copy', () => {
    expect(found({ labels: { ...labels, place: 'Dove' } })).toMatchObject({ description: mail.text })
    expect(found({}, { text: '*Dove:* Lunata\n> Messaggio: Buca' })).toMatchObject({
      place: 'Lunata',
      description: 'Buca',
    })
    expect(found({ labels: { ...labels, point: 'Punto' } }, { text: 'Punto: 0.0, 0.0' })).toMatchObject({ point: null })
  })
  it('ends a line at every kind of end, and is done at once with a mail made to keep it busy', () => {
    const bare = { labels: { ...labels, number: 'Numero', place: 'Dove' } }
    expect(found(bare, { text: 'Numero: B-7\rDove: via Alta' })).toMatchObject({ number: 'B-7', place: 'via Alta' })
    expect(found(bare, { text: 'Numero: B-7\u2028Dove: via Alta' })).toMatchObject({ place: 'via Alta' })
    const busy = `Numero${' '.repeat(1900)}a\ra\n`.repeat(25)
    expect(found(bare, { text: busy })).toMatchObject({ number: 'a' })
  })
  it('reads sender and subject of a pasted mail', () => {
    expect(
      pastedMail('Da: Sito <a@sito.example>\nOggetto: Ciao\n\nTesto', { from: '', subject: '', text: '' }),
    ).toEqual({
      from: 'a@sito.example',
      subject: 'Ciao',
      text: 'Da: Sito <a@sito.example>\nOggetto: Ciao\n\nTesto',
    })
  })
  it('never breaks, whatever is written into it', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (subject, label, given, text) => {
        readNotice(
          { ...rule, subject, labels: { ...labels, title: label, description: label.slice(1) } },
          { from: 'a@sito.example', subject: given, text },
        )
      }),
    )
  })
})
