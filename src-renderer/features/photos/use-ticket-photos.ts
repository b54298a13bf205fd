import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PhotoFactsOf, TicketPhoto } from '@shared/contract/photos'
import type { TicketId } from '@shared/kernel/ids'
import { photoPairs } from '@shared/photos/pairs'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { plain } from '@/client/plain'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'
import { useOnceKey } from '@/client/use-once-key'
import { useQuery } from '@/client/use-query'
import type { DrawnBox } from './use-boxes'

/** A ticket's photos one after the other, what the one on screen says, and what may be done with it. */
export const useTicketPhotos = (ticketId: TicketId, start: string) => {
  const { t } = useI18n()
  const client = useClient()
  const session = useSession()
  const { showDone } = useErrorToast()
  const { data, error, refresh } = useQuery(() => client.photos.ofTicket({ ticketId }), {
    entities: ['timeline'],
    touches: ({ id }) => id === ticketId,
  })
  const photos = computed<readonly TicketPhoto[]>(() => data.value?.photos ?? [])
  const pairs = computed(() => photoPairs(photos.value))
  const index = ref(0)
  const photo = computed(() => photos.value[Math.min(index.value, photos.value.length - 1)])
  const isOriginal = ref(false)
  /** What is on screen: the photo, or what it was before it was redacted. */
  const sha256 = computed(() => (isOriginal.value ? (photo.value?.original ?? '') : (photo.value?.sha256 ?? '')))

  const stop = watch(photos, (list) => {
    if (list.length === 0) return
    index.value = Math.max(
      0,
      list.findIndex((one) => one.sha256 === start || one.original === start),
    )
    stop()
  })
  watch(index, () => (isOriginal.value = false))

  const facts = useQuery(() => client.photos.facts({ files: [sha256.value] }), {
    watch: sha256,
    enabled: () => sha256.value !== '',
  })
  const told = computed((): PhotoFactsOf | undefined =>
    facts.data.value?.photos.find((one) => one.sha256 === sha256.value),
  )

  const redact = useCommand(client.photos.redact)
  const unredact = useCommand(client.photos.unredact)
  const once = useOnceKey()

  /** True when the new photo stands in the old one's place. */
  const blacken = async (boxes: readonly DrawnBox[]): Promise<boolean> => {
    const parts = boxes.map(({ x, y, width, height }) => ({ x, y, width, height }))
    const input = plain({ ticketId, sha256: sha256.value, boxes: parts })
    const answer = await redact.run({ ...input, key: once.keyFor(input) })
    if (!answer.ok) return false
    once.done()
    await refresh()
    isOriginal.value = false
    showDone(t('photos.redact.done'))
    return true
  }
  const giveBack = async (): Promise<void> => {
    if (!photo.value) return
    const answer = await unredact.run({ ticketId, sha256: photo.value.sha256 })
    if (!answer.ok) return
    await refresh()
    isOriginal.value = false
    showDone(t('photos.original.back'))
  }

  return {
    ...{ photos, pairs, index, photo, sha256, isOriginal, told, error, refresh, blacken, giveBack },
    isEmpty: computed(() => data.value !== undefined && photos.value.length === 0),
    pending: computed(() => redact.pending.value || unredact.pending.value),
    mayRedact: computed(() => session.can('tickets.edit') && told.value?.problem === null),
    mayOriginal: computed(() => photo.value?.original !== null && session.can('tickets.originals')),
    walk: (by: number): void => {
      const { length } = photos.value
      if (length > 0) index.value = (index.value + by + length) % length
    },
  }
}
