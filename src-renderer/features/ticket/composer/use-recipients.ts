import { computed, ref } from 'vue'
import type { TicketDetail } from '@shared/contract/tickets'
import { MEGABYTE, mailBytes } from '@shared/messages/mail-size'
import { useNow } from '@/app/clock'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'
import { useLineAnswer, type LineBlock } from './use-line-answer'
import type { Draft } from './use-draft'

export type Via = 'email' | 'phone' | 'counter' | 'whatsapp' | 'whatsapp_line'

/** Why an answer cannot leave; `not_handed`: it is not on its way to the office's telephone yet. */
export type AnswerBlock = 'none' | 'off' | 'no_recipient' | 'too_big' | 'not_handed' | LineBlock | null

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((address, index) => address === other[index])

/**
 * Whom an answer goes to and which way. What the writer did not touch follows the ticket: its citizen may be corrected
 * while somebody writes. What they chose themselves stays, and is questioned when the citizen is another one now.
 */
export const useRecipients = (ticket: () => TicketDetail, draft: () => Draft) => {
  const client = useClient()
  const session = useSession()
  const { data } = useQuery(() => client.messages.recipients({ ticketId: ticket().id }), {
    watch: () => ticket().contact,
    entities: ['timeline', 'tickets', 'mailboxes'],
    touches: ({ entity, id }) => entity === 'mailboxes' || id === ticket().id,
    enabled: () => session.can('tickets.reply'),
  })

  /** Never a way that the citizen has not got. */
  const usual = computed((): Via => {
    const found = data.value
    const { channel } = ticket()
    if (channel === 'whatsapp' && found?.line) return 'whatsapp_line'
    if (channel === 'whatsapp' && found?.whatsapp) return 'whatsapp'
    if ((found?.to.length ?? 0) > 0 || channel === 'email' || channel === 'pec') return 'email'
    return found?.hasPhone || channel === 'phone' || channel === 'whatsapp' ? 'phone' : 'counter'
  })
  const via = computed({
    get: (): Via => {
      const chosen = draft().via ?? usual.value
      // The office's number may have been switched off while somebody wrote.
      return chosen === 'whatsapp_line' && data.value !== null && data.value?.line === null ? 'whatsapp' : chosen
    },
    set: (chosen: Via) => (draft().via = chosen),
  })

  const list = (name: 'to' | 'cc') =>
    computed({
      get: () => draft()[name] ?? data.value?.[name] ?? [],
      set: (chosen: string[]) => (draft()[name] = sameList(chosen, data.value?.[name] ?? []) ? null : chosen),
    })
  const to = list('to')
  const cc = list('cc')

  /** The citizen's address of now, when the writer's own list leaves it out. */
  const leftOut = computed(() => {
    const chosen = draft().to
    return chosen === null ? [] : (data.value?.to ?? []).filter((address) => !chosen.includes(address))
  })
  const followTicket = (): void => {
    draft().to = null
    draft().cc = null
  }
  const others = computed(() => (data.value?.others ?? []).filter((one) => ![...to.value, ...cc.value].includes(one)))

  const notCopied = computed(() => (cc.value.length > 0 ? [] : (data.value?.notCopied ?? [])))

  const mailboxId = computed({
    get: (): number => {
      const boxes = data.value?.mailboxes ?? []
      const chosen = boxes.find((box) => box.id === draft().mailboxId)
      return (chosen ?? boxes.find((box) => box.isDefault) ?? boxes[0])?.id ?? 0
    },
    set: (chosen: number) => (draft().mailboxId = chosen),
  })
  /** Citizens of merged tickets, each with whether this answer goes to them too. */
  const merged = computed(() =>
    (data.value?.merged ?? [])
      .filter(({ address }) => ![...to.value, ...cc.value].some((one) => one.toLowerCase() === address.toLowerCase()))
      .map((citizen) => ({ ...citizen, isTold: !draft().leftOut.includes(citizen.ticketId) })),
  )
  /** Those who are written to, also where the citizen of the ticket is told by voice; nobody while no mail can leave. */
  const alsoTo = computed(() =>
    data.value?.mailOff === null ? merged.value.filter(({ isTold }) => isTold).map(({ ticketId }) => ticketId) : [],
  )
  const tellMerged = (id: number, told: boolean): void => {
    draft().leftOut = [...draft().leftOut.filter((one) => one !== id), ...(told ? [] : [id])]
  }
  /** What the mail weighs with its files, and what its mailbox lets out, in bytes. */
  const weight = computed(() => mailBytes(draft().files.map(({ size }) => size ?? 0)))
  const limit = computed(
    () => (data.value?.mailboxes.find(({ id }) => id === mailboxId.value)?.sizeLimit ?? Infinity) * MEGABYTE,
  )
  /** The words that were copied for the telephone: others must be copied again before they count as sent. */
  const handed = ref<string | null>(null)
  const phoneText = computed(() => draft().text.trim())
  const isHanded = computed(() => phoneText.value !== '' && handed.value === phoneText.value)
  const handOver = (): void => {
    if (phoneText.value === '') return
    handed.value = phoneText.value
    // A browser may ask, or refuse the clipboard: the code and the link are there all the same.
    void navigator.clipboard?.writeText(phoneText.value).catch(() => undefined)
  }
  const now = useNow()
  const line = useLineAnswer({
    draft,
    isLine: () => via.value === 'whatsapp_line',
    line: () => data.value?.line ?? null,
    now,
  })
  const block = computed((): AnswerBlock => {
    if (via.value === 'whatsapp_line') return line.lineBlock.value
    if (via.value === 'whatsapp') return isHanded.value ? null : 'not_handed'
    if (via.value !== 'email' || !data.value) return null
    if (weight.value > limit.value) return 'too_big'
    return data.value.mailOff ?? (to.value.length === 0 ? 'no_recipient' : null)
  })

  return {
    recipients: data,
    via,
    to,
    cc,
    mailboxId,
    leftOut,
    followTicket,
    others,
    notCopied,
    merged,
    alsoTo,
    tellMerged,
    weight,
    limit,
    block,
    ...line,
    ...{ phoneText, isHanded, handOver, hasFiles: computed(() => draft().files.length > 0) },
  }
}

export type Answering = ReturnType<typeof useRecipients>
