import { computed } from 'vue'
import type { TimelineEntry } from '@shared/contract/tickets'
import { isNewsTo } from '@shared/messages/reply-guard'
import { useSession } from '@/app/session'
import type { Draft } from './use-draft'

/** What came to the ticket since somebody began to write on it, and the word that they have read it. */
export const useNews = (entries: () => readonly TimelineEntry[], draft: () => Draft) => {
  const session = useSession()
  const last = (): number => entries().at(-1)?.id ?? 0

  const news = computed((): readonly TimelineEntry[] => {
    const { seenEntryId } = draft()
    const me = session.user?.id
    if (seenEntryId === null || me === undefined) return []
    return entries().filter((entry) => isNewsTo({ ...entry, purpose: entry.message?.purpose ?? null }, me, seenEntryId))
  })

  return {
    news,
    /** What lies on screen when writing begins is what the writer has seen. */
    begin: (): void => {
      draft().seenEntryId = last()
    },
    read: (): void => {
      draft().seenEntryId = Math.max(last(), draft().seenEntryId ?? 0)
    },
    seen: (): number => draft().seenEntryId ?? last(),
  }
}
