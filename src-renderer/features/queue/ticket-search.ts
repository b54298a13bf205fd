import { computed, nextTick, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { TicketRow } from '@shared/contract/tickets'
import { runCommand } from '@/app/commands'
import type { PaletteSearch, SearchGroup, SearchHit } from '@/app/palette'
import { useTicketFilter } from '@/app/ticket-filter'
import { useClient } from '@/client/client'
import { CHANNEL_ICONS } from '@/ui/ticket/marks'

type Found = Extract<Awaited<ReturnType<ReturnType<typeof useClient>['search']['find']>>, { ok: true }>['value']

const HITS = 6

/** Tickets and people for the palette: number, phone, street, name and text, each from its own index; text comes last. */
export const useTicketSearch = (words: Readonly<Ref<string>>): PaletteSearch => {
  const client = useClient()
  const router = useRouter()
  const tickets = useTicketFilter()
  const { t } = useI18n()
  const found = shallowRef<Found | null>(null)
  const searching = shallowRef(false)
  let newest = 0

  watch(words, async (text) => {
    newest += 1
    const mine = newest
    if (text.trim().length < 2) {
      found.value = null
      searching.value = false
      return
    }
    searching.value = true
    const answer = await client.search.find({ text, limit: HITS })
    if (mine !== newest) return
    searching.value = false
    found.value = answer.ok ? answer.value : null
  })

  /** The keyboard goes to what was found: whoever searches by keys goes on by keys. */
  const handOver = async (command: 'queue.open' | 'queue.grid'): Promise<void> => {
    await nextTick()
    runCommand(command)
  }

  const hitOf =
    (group: string) =>
    (row: TicketRow): SearchHit => ({
      id: `${group}-${row.id}`,
      label: `${row.number} · ${row.subject || t('queue.noSubject')}`,
      suffix: [row.contactName, row.placeText, t(`vocabulary.status.${row.status}`)].filter(Boolean).join(' · '),
      icon: CHANNEL_ICONS[row.channel],
      run: async () => {
        await router.push({ name: 'queue', params: { ticketId: row.id } })
        await handOver('queue.open')
      },
    })

  const people = (contacts: Found['contacts']): SearchHit[] =>
    contacts.map((contact) => ({
      id: `contact-${contact.id}`,
      label: contact.name || contact.identifiers[0]?.value || t('queue.anonymous'),
      suffix: contact.identifiers.map((identifier) => identifier.value).join(' · '),
      icon: 'i-lucide-user-round',
      run: async () => {
        tickets.showView('all')
        tickets.narrow({ contactId: contact.id })
        await router.push({ name: 'queue' })
        await handOver('queue.grid')
      },
    }))

  const groups = computed((): SearchGroup[] => {
    const hits = found.value
    if (!hits) return []
    const above = new Set([...hits.byNumber, ...hits.byPhone, ...hits.byStreet].map((row) => row.id))
    return [
      { id: 'number', title: 'queue.search.number', hits: hits.byNumber.map(hitOf('number')) },
      { id: 'phone', title: 'queue.search.phone', hits: hits.byPhone.map(hitOf('phone')) },
      { id: 'street', title: 'queue.search.street', hits: hits.byStreet.map(hitOf('street')) },
      { id: 'contacts', title: 'queue.search.contacts', hits: people(hits.contacts) },
      {
        id: 'text',
        title: 'queue.search.text',
        hits: hits.byText.filter((row) => !above.has(row.id)).map(hitOf('text')),
      },
    ].filter((group) => group.hits.length > 0)
  })

  return { groups, searching }
}
