import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PlaceholderValues } from '@shared/answers/placeholders'
import type { TicketDetail } from '@shared/contract/tickets'
import { dayAt } from '@shared/deadlines/zone'
import type { Day } from '@shared/kernel/instant'
import { pageUrl } from '@shared/site/page-address'
import { useCatalog } from '@/app/catalog'
import { formatLongDay, officeToday, officeZone } from '@/app/formats'
import { useSession } from '@/app/session'

/** The citizens', whatever language the clerk's own screens speak. */
const LANGUAGE = 'it'

/** What the words in braces mean on this ticket now; empty where nobody knows yet. */
export const usePlaceholderValues = (ticket: () => TicketDetail): ComputedRef<PlaceholderValues> => {
  const { t } = useI18n()
  const session = useSession()
  const { catalog, categoryName, districtName, bodyName, crewName } = useCatalog()
  const word = (key: string): string => t(key, {}, { locale: LANGUAGE })
  const long = (day: Day | undefined): string =>
    day === undefined ? '' : formatLongDay(day, LANGUAGE, officeZone.value)

  return computed(() => {
    const { number, trackingCode, contact, subject, place, status, outcome, ...rest } = ticket()
    const visit = rest.plannedVisits[0]
    const office = catalog.value?.office
    return {
      numero: number,
      codice: trackingCode,
      nome: contact?.name ?? '',
      oggetto: subject,
      indirizzo: place.text,
      frazione: districtName(place.districtId),
      categoria: categoryName(rest.categoryId),
      stato: word(`vocabulary.status.${status}`).toLowerCase(),
      esito: outcome === null ? '' : word(`vocabulary.outcome.${outcome}`).toLowerCase(),
      giorno_previsto: long(visit?.day),
      giorno_intervento: long(rest.lastDone?.day),
      nota_squadra: rest.lastDone?.note ?? '',
      squadra: crewName(visit?.crewId ?? rest.crewId),
      giro: visit?.round ?? '',
      ente: bodyName(rest.bodyId),
      giorno_segnalazione: long(dayAt(rest.createdAt, officeZone.value)),
      oggi: long(officeToday()),
      operatore: session.user?.displayName ?? '',
      ufficio: office?.serviceName ?? '',
      comune: office?.town ?? '',
      telefono: office?.phone ?? '',
      email_ufficio: office?.email ?? '',
      pagina: pageUrl(catalog.value?.siteUrl ?? '', trackingCode),
    }
  })
}
