import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { BacklogRow, Visit } from '@shared/contract/crews'
import { USUAL_MINUTES } from '@shared/crews/fit'
import type { TicketId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { NOT_PROPOSED, type Proposed, useCrewProposal } from '@/features/crew-fit'

export type Placed =
  /** Of the tickets those that the list has read. */
  | { readonly tickets: readonly TicketId[]; readonly known: readonly BacklogRow[] }
  | { readonly visits: readonly Visit[] }

/** What the dialog is about to plan or move, and the crew and day that it proposes for it. */
export const usePlacing = (firstDay: () => Day) => {
  const { t } = useI18n()
  const propose = useCrewProposal()
  const open = ref(false)
  const what = shallowRef<Placed | null>(null)
  /** Moving proposes nothing. */
  const proposed = shallowRef<Proposed>(NOT_PROPOSED)

  /** @param like of several the one that the keyboard is on speaks: they were chosen together for being alike */
  const ask = async (placed: Placed, like: BacklogRow | undefined): Promise<void> => {
    what.value = placed
    proposed.value =
      'tickets' in placed && like
        ? await propose(like, { minutes: USUAL_MINUTES, count: placed.tickets.length, from: firstDay() })
        : NOT_PROPOSED
    open.value = true
  }

  const title = computed(() => {
    if (what.value === null) return ''
    const isPlan = 'tickets' in what.value
    const count = 'tickets' in what.value ? what.value.tickets.length : what.value.visits.length
    return t(isPlan ? 'crews.place.planTitle' : 'crews.place.moveTitle', { count }, count)
  })

  return { open, what, proposed, title, ask, plans: computed(() => what.value !== null && 'tickets' in what.value) }
}
