import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { CHANNELS, type Channel } from '@shared/channels/channels'
import type { CategoryId, DistrictId } from '@shared/kernel/ids'
import {
  KINDS,
  type Kind,
  OUTCOMES,
  type Outcome,
  PRIORITIES,
  type Priority,
  TICKET_STATUSES,
  type TicketStatus,
} from '@shared/tickets/vocabulary'
import { useCatalog } from './catalog'

interface Item<Value> {
  readonly value: Value
  readonly label: string
}
type Items<Value> = ComputedRef<Item<Value>[]>

/** What a ticket can be, as lists to choose from in the reader's words. */
export const useVocabularyItems = () => {
  const { t } = useI18n()
  const { catalog } = useCatalog()
  return {
    /** Merged is what becomes of a ticket, not what anybody asks for. */
    statuses: computed(() =>
      TICKET_STATUSES.filter((one) => one !== 'merged').map((value) => ({
        value,
        label: t(`vocabulary.status.${value}`),
      })),
    ) as Items<TicketStatus>,
    outcomes: computed(() =>
      OUTCOMES.map((value) => ({ value, label: t(`vocabulary.outcome.${value}`) })),
    ) as Items<Outcome>,
    channels: computed(() =>
      CHANNELS.map((value) => ({ value, label: t(`vocabulary.channel.${value}`) })),
    ) as Items<Channel>,
    kinds: computed(() => KINDS.map((value) => ({ value, label: t(`vocabulary.kind.${value}`) }))) as Items<Kind>,
    priorities: computed(() =>
      PRIORITIES.map((value) => ({ value, label: t(`vocabulary.priority.${value}`) })),
    ) as Items<Priority>,
    /** Those in use, and those that are chosen though they are not. */
    categories: (kept: readonly CategoryId[] = []): Items<CategoryId> =>
      computed(() =>
        (catalog.value?.categories ?? [])
          .filter(({ active, id }) => active || kept.includes(id))
          .map(({ id, name }) => ({ value: id, label: name })),
      ),
    districts: (kept: readonly DistrictId[] = []): Items<DistrictId> =>
      computed(() =>
        (catalog.value?.districts ?? [])
          .filter(({ active, id }) => active || kept.includes(id))
          .map(({ id, name }) => ({ value: id, label: name })),
      ),
  }
}
