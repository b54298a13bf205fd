import { useI18n } from 'vue-i18n'
import type { CompetenceDecision } from '@shared/contract/competence'
import type { TicketId } from '@shared/kernel/ids'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { useCatalog } from '@/app/catalog'

/** What the rules, and people before, say of a ticket; asked again when either changes. */
export const useTicketCompetence = (id: () => TicketId) => {
  const client = useClient()
  return useQuery(() => client.competence.of({ ticketId: id() }), {
    watch: id,
    entities: ['tickets', 'competence', 'bodies', 'areas', 'categories', 'settings'],
    touches: ({ entity, id: changed }) => entity !== 'tickets' || changed === id(),
  })
}

type Because = Extract<CompetenceDecision, { kind: 'decided' }>['because'][number]

/** A decision in the reader's words. */
export const useCompetenceWords = () => {
  const { t } = useI18n()
  const { bodyName } = useCatalog()

  const reason = ({ by, name, roadKind }: Because): string => {
    if (by === 'road') return t(`competence.road.${roadKind ?? 'municipal'}`, { name })
    if (by === 'hours') return t(`competence.because.${name}`)
    return t(`competence.because.${by}`, { name })
  }
  /** `Strada provinciale SP 23 → Provincia di Lucca`. */
  const decided = (decision: Extract<CompetenceDecision, { kind: 'decided' }>): string =>
    t('competence.decided', {
      reason: decision.because.map(reason).join(', '),
      body: bodyName(decision.bodyId),
    })
  const sentence = (decision: CompetenceDecision): string => {
    if (decision.kind === 'none') return t('competence.none')
    if (decision.kind === 'decided') return decided(decision)
    return t(`competence.doubtful.${decision.why}`, { metres: decision.metres ?? 0 })
  }
  return { sentence }
}
