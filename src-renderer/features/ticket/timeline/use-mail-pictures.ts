import { computed, ref, shallowRef, watch } from 'vue'
import type { MessageId } from '@shared/kernel/ids'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useStreams } from '@/client/streams'
import { useQuery } from '@/client/use-query'
import { cleanMail } from './mail-html'

/** How many pictures are asked of the engine at once, and how many a mail may show in all. */
const AT_ONCE = 6
const MOST = 60

/** Mails whose outside pictures somebody asked for on this page: looking again does not ask again. */
const askedFor = new Set<MessageId>()

const bare = (cid: string): string => cid.replace(/^<|>$/g, '')

/** A mail's HTML, cleaned, with the pictures that came with it; those that lie elsewhere only when asked for. */
export const useMailPictures = (messageId: MessageId) => {
  const client = useClient()
  const streams = useStreams()
  const session = useSession()
  const { data, error, refresh } = useQuery(() => client.messages.html({ id: messageId }))

  const pictures = shallowRef<ReadonlyMap<string, string>>(new Map())
  const clean = computed(() => (data.value ? cleanMail(data.value.html, pictures.value) : null))
  const remote = ref<'held' | 'loading' | 'asked'>('held')

  const hold = (found: readonly (readonly [string, string | null])[]): void => {
    const kept = found.flatMap(([name, url]) => (url === null ? [] : [[name, url] as const]))
    if (kept.length > 0) pictures.value = new Map([...pictures.value, ...kept])
  }

  const showRemote = async (): Promise<void> => {
    if (remote.value === 'loading') return
    remote.value = 'loading'
    askedFor.add(messageId)
    const left = [...(clean.value?.remote ?? [])].slice(0, MOST)
    while (left.length > 0)
      hold(
        await Promise.all(
          left
            .splice(0, AT_ONCE)
            .map(async (source) => [source, await streams.mailPicture(messageId, source)] as const),
        ),
      )
    remote.value = 'asked'
  }

  watch(data, async (mail) => {
    if (!mail) return
    hold(
      await Promise.all(
        mail.inline.map(
          async (part) => [`cid:${bare(part.cid)}`, await streams.dataUrl(streams.attachmentUrl(part.sha256))] as const,
        ),
      ),
    )
    if (askedFor.has(messageId)) await showRemote()
  })

  return { clean, remote, showRemote, mayAsk: computed(() => session.can('tickets.edit')), error, refresh }
}
