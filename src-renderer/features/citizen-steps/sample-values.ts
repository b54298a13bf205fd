import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PlaceholderValues } from '@shared/answers/placeholders'
import { pageUrl } from '@shared/site/page-address'
import { useCatalog } from '@/app/catalog'
import { formatLongDay, officeToday, officeZone } from '@/app/formats'

const CODE = 'K7QF-2M9X-PT4R'

/** What a citizen would read, in Italian as they are written to: the office's own words, an invented report. */
export const useSampleValues = (stateKey: () => string) => {
  const { t } = useI18n()
  const { catalog } = useCatalog()
  const italian = (key: string): string => t(key, {}, { locale: 'it' }).toLowerCase()
  return computed((): PlaceholderValues => {
    const office = catalog.value?.office
    const today = officeToday()
    const day = formatLongDay(today, 'it', officeZone.value)
    return {
      numero: `SEGN-${today.slice(0, 4)}-000123`,
      codice: CODE,
      nome: 'Maria Bianchi',
      oggetto: t('mailSettings.rules.sampleSubject'),
      indirizzo: 'Via Roma 12',
      frazione: 'Lunata',
      categoria: '—',
      stato: italian(stateKey()),
      esito: italian('vocabulary.outcome.resolved'),
      giorno_previsto: day,
      giorno_intervento: day,
      nota_squadra: '—',
      squadra: '—',
      giro: '—',
      ente: '—',
      giorno_segnalazione: day,
      oggi: day,
      operatore: '',
      ufficio: office?.serviceName ?? '',
      comune: office?.town ?? '',
      telefono: office?.phone ?? '',
      email_ufficio: office?.email ?? '',
      pagina: pageUrl(catalog.value?.siteUrl ?? '', CODE),
    }
  })
}
