import { computed, reactive, ref, watch } from 'vue'
import { z } from 'zod'
import type { TicketId, BodyId, MailboxId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { useKeptWords } from '@/app/kept-words'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

const addresses = z.array(z.email()).min(1).max(10)

/** The addresses of a line, as people separate them; undefined when one will not do. */
const addressesIn = (line: string): string[] | undefined =>
  addresses.safeParse(
    line
      .split(/[,;\s]+/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ).data

/**
 * The letter to a body as it is being looked at: filled in anew when another body is chosen. The citizen's data come in
 * and go out of a text that somebody has changed as a line of their own.
 */
export const useForwardLetter = (ticketId: () => TicketId, bodyId: () => number) => {
  const client = useClient()
  const query = useQuery(() => client.forwarding.prepare({ ticketId: ticketId(), bodyId: bodyId() as BodyId }), {
    watch: [ticketId, bodyId],
    enabled: () => bodyId() !== 0,
  })
  const prepared = computed(() => (query.data.value?.bodyId === bodyId() ? query.data.value : undefined))

  const letter = reactive({ isWanted: true, mailboxId: 0, to: '', subject: '', text: '' })
  const photos = ref<readonly string[]>([])
  const withCitizen = ref(false)
  const tell = reactive({ isWanted: true, text: '' })
  const chaseOn = ref<Day | null>(null)
  const kept = useKeptWords(() => `letter ${ticketId()} ${bodyId()}`)

  watch(
    () => prepared.value?.bodyId,
    (is, was) => {
      const { value } = prepared
      if (!value || is === undefined || is === was) return
      letter.isWanted = value.problem === null
      letter.mailboxId = value.mailboxId ?? 0
      letter.to = value.to.join(', ')
      letter.subject = kept.find('subject') ?? value.subject
      letter.text = kept.find('text') ?? value.text
      withCitizen.value = false
      photos.value = value.photos.map(({ sha256 }) => sha256)
      tell.isWanted = value.citizen.via !== 'none'
      tell.text = kept.find('tell') ?? value.citizen.text
      chaseOn.value = value.chaseOn
    },
    { immediate: true },
  )
  /** Only what somebody changed: another visit of theirs may change what the program itself writes. */
  const keepChanged = (name: string, words: string, own: readonly string[]): void => {
    if (prepared.value !== undefined) kept.keep(name, own.includes(words) ? null : words)
  }
  watch(
    () => letter.subject,
    (now) => keepChanged('subject', now, [prepared.value?.subject ?? '']),
  )
  watch(
    () => letter.text,
    (now) => keepChanged('text', now, [prepared.value?.text ?? '', prepared.value?.textWithCitizen ?? '']),
  )
  watch(
    () => tell.text,
    (now) => keepChanged('tell', now, [prepared.value?.citizen.text ?? '']),
  )
  watch(withCitizen, (isIn) => {
    const { value } = prepared
    if (!value) return
    const [from, to] = isIn ? [value.text, value.textWithCitizen] : [value.textWithCitizen, value.text]
    if (letter.text === from) letter.text = to
    else if (isIn) letter.text = `${letter.text.trimEnd()}\n\n${value.citizenLine}`
    else letter.text = letter.text.replace(value.citizenLine, '').trimEnd()
  })

  const to = computed(() => addressesIn(letter.to))
  /** Null: goes without one; undefined: not fit to be sent yet. */
  const ready = computed(() => {
    if (!letter.isWanted) return null
    const { subject, text, mailboxId } = letter
    if (to.value === undefined || subject.trim() === '' || text.trim() === '' || mailboxId === 0) return undefined
    return { mailboxId: mailboxId as MailboxId, to: to.value, subject, text, photos: [...photos.value] }
  })
  const told = computed(() => {
    const via = prepared.value?.citizen.via ?? 'none'
    return via === 'none' || !tell.isWanted || tell.text.trim() === '' ? null : { via, text: tell.text }
  })

  return { query, prepared, letter, photos, withCitizen, tell, chaseOn, to, ready, told, sent: kept.done }
}
