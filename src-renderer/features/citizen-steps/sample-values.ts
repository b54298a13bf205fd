import type { PlaceholderValues } from '@shared/answers/placeholders'
import type { Catalog } from '@shared/contract/settings'
import { pageUrl } from '@shared/site/page-address'

/** What a citizen would read: the office's own words, an invented report. */
export const sampleValues = (
  office: Pick<Catalog['office'], 'town' | 'serviceName' | 'phone' | 'email'> | undefined,
  words: {
    readonly subject: string
    readonly day: string
    readonly state: string
    readonly outcome: string
    readonly siteUrl: string
  },
): PlaceholderValues => ({
  numero: `SEGN-${new Date().getFullYear()}-000123`,
  codice: 'K7QF-2M9X-PT4R',
  nome: 'Maria Bianchi',
  oggetto: words.subject,
  indirizzo: 'Via Roma 12',
  frazione: 'Lunata',
  categoria: '—',
  stato: words.state,
  esito: words.outcome,
  giorno_previsto: words.day,
  squadra: '—',
  ente: '—',
  giorno_segnalazione: words.day,
  oggi: words.day,
  operatore: '',
  ufficio: office?.serviceName ?? '',
  comune: office?.town ?? '',
  telefono: office?.phone ?? '',
  email_ufficio: office?.email ?? '',
  pagina: pageUrl(words.siteUrl, 'K7QF-2M9X-PT4R'),
})
