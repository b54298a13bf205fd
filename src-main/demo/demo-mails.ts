import type { Instant } from '@shared/kernel/instant'

/** A mail of this morning; `{place}` stands for a house of the town. */
export interface DemoMail {
  readonly minutesAgo: number
  readonly from: string
  readonly subject: string
  readonly headers?: readonly string[]
  readonly body: readonly string[]
  readonly hasPhoto?: boolean
}

const TEXT = 'Content-Type: text/plain; charset=utf-8'

/** Three that become tickets, three that wait for a person, two that nobody needs to see. Oldest first. */
export const DEMO_MAILS: readonly DemoMail[] = [
  {
    minutesAgo: 1500,
    from: 'Notiziario dei Comuni <notiziario@bollettino.invalid>',
    subject: 'Bandi e scadenze della settimana',
    headers: [TEXT, 'List-Id: <notiziario.bollettino.invalid>', 'Precedence: list'],
    body: ['I bandi aperti questa settimana per la manutenzione delle strade.'],
  },
  {
    minutesAgo: 1320,
    from: 'Ufficio tecnico <tecnico@studio-rossi.invalid>',
    subject: 'Risposta automatica: sopralluogo',
    headers: [TEXT, 'Auto-Submitted: auto-replied'],
    body: ['Lo studio è chiuso fino a lunedì. Per le urgenze scrivere a urgenze@studio-rossi.invalid.'],
  },
  {
    minutesAgo: 1180,
    from: 'MAILER-DAEMON@posta.invalid',
    subject: 'Undelivered Mail Returned to Sender',
    headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary="parte"'],
    body: [
      '--parte',
      TEXT,
      '',
      'Il messaggio non ha potuto essere consegnato: la casella è piena.',
      '',
      '--parte',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; posta.invalid',
      '',
      'Final-Recipient: rfc822; v.barsotti@posta.invalid',
      'Action: failed',
      'Status: 5.2.2',
      '',
      '--parte--',
    ],
  },
  {
    minutesAgo: 400,
    from: 'posta-certificata@pec.invalid',
    subject: 'AVVISO DI MANCATA CONSEGNA: Trasmissione per competenza',
    headers: ['X-Ricevuta: errore-consegna', 'X-Riferimento-Message-ID: <trasmissione-88@pec.invalid>', TEXT],
    body: ['Il messaggio del giorno non è stato consegnato: indirizzo non valido.'],
  },
  {
    minutesAgo: 95,
    from: 'Fabio Lencioni <fabio.lencioni@posta.invalid>',
    subject: 'Risposta automatica: strada al buio',
    headers: [TEXT],
    body: [
      'Non so se avete ricevuto la mia di ieri: in {place} la luce è spenta da due giorni e mia madre ha paura a uscire.',
      'Aspetto notizie.',
    ],
  },
  {
    minutesAgo: 70,
    from: 'Corrispondenza <scanner@studio-rossi.invalid>',
    subject: 'Segnalazione con allegati',
    headers: ['Content-Type: multipart/mixed; boundary="manca"'],
    body: ['In {place} il muretto si è aperto, ci sono pietre sulla strada.'],
  },
  {
    minutesAgo: 26,
    from: 'Silvia Bertolani <silvia.bertolani@posta.invalid>',
    subject: 'Lampione spento davanti alla scuola',
    hasPhoto: true,
    body: [
      'Buongiorno,',
      'da lunedì in {place} il lampione resta spento e i bambini del doposcuola escono al buio.',
      'Allego una foto. Grazie e buon lavoro',
      '',
      'Silvia Bertolani',
    ],
  },
  {
    minutesAgo: 9,
    from: 'Dario Nannizzi <dario.nannizzi@posta.invalid>',
    subject: 'Buca pericolosa',
    headers: [TEXT],
    body: [
      'Salve, all’altezza di {place} si è aperta una buca profonda una spanna.',
      'Ieri sera un ragazzo in bicicletta è quasi caduto. Potete metterci almeno un segnale?',
    ],
  },
]

const BASE64_LINE = /.{1,76}/g

const withPhoto = (body: readonly string[], photo: Buffer): string[] => [
  'Content-Type: multipart/mixed; boundary="parte"',
  '',
  '--parte',
  TEXT,
  'Content-Transfer-Encoding: 8bit',
  '',
  ...body,
  '',
  '--parte',
  'Content-Type: image/png; name="lampione.png"',
  'Content-Disposition: attachment; filename="lampione.png"',
  'Content-Transfer-Encoding: base64',
  '',
  ...(photo.toString('base64').match(BASE64_LINE) ?? []),
  '--parte--',
]

/** As it would lie on the server. */
export const mailSource = (
  { from, subject, headers, body, hasPhoto, minutesAgo }: DemoMail,
  { place, photo, at }: { readonly place: string; readonly photo: Buffer; readonly at: Instant },
): Buffer => {
  const lines = body.map((line) => line.replace('{place}', place))
  return Buffer.from(
    [
      `From: ${from}`,
      'To: Cantoniere di paese <segnalazioni@comune.invalid>',
      `Subject: ${subject}`,
      `Date: ${new Date(at).toUTCString()}`,
      `Message-ID: <mattina-${minutesAgo}@posta.invalid>`,
      'MIME-Version: 1.0',
      ...(hasPhoto ? withPhoto(lines, photo) : [...(headers ?? []), '', ...lines]),
      '',
    ].join('\r\n'),
  )
}
