import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { BacklogRow, Visit } from '@shared/contract/crews'
import { type CrewProposal, USUAL_MINUTES } from '@shared/crews/fit'
import type { CrewId, TicketId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { useCrewProposal } from '@/features/crew-fit'

export type Placed = { readonly tickets: readonly TicketId[] } | { readonly visits: readonly Visit[] }

/** What the dialog is about to plan or move, and the crew and day that it proposes for it. */
export const usePlacing = (firstDay: () => Day) => {
  const { t } = useI18n()
  const propose = useCrewProposal()
  const open = ref(false)
  const what = shallowRef<Placed | null>(null)
  /** Moving proposes nothing. */
  const proposal = shallowRef<CrewProposal<CrewId> | null>(null)

  /** @param like of several the one that the keyboard is on speaks: they were chosen together for being alike */
  const ask = async (placed: Placed, like: BacklogRow | undefined): Promise<void> => {
    what.value = placed
    proposal.value =
      'tickets' in placed && like
        ? await propose(like, { minutes: USUAL_MINUTES, count: placed.tickets.length, from: firstDay() })
        : null
    open.value = true
  }

  const title = computed(() => {
    if (what.value === null) return ''
    const isPlan = 'tickets' in what.value
    const count = 'tickets' in what.value ? what.value.tickets.length : what.value.visits.length
    return t(isPlan ? 'crews.place.planTitle' : 'crews.place.moveTitle', { count }, count)
  })

  return { open, what, proposal, title, ask, plans: computed(() => what.value !== null && 'tickets' in what.value) }
}
