import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { CHAPTERS, type ChapterId, isChapter } from './chapters'
import { type GuideBook, openBook } from './guide-book'
import { searchGuide, searchWords } from './guide-search'

/** Where a link of a text leads: another chapter, a place in this one, or a screen of the desk. */
export type Target =
  | { readonly kind: 'chapter'; readonly id: ChapterId; readonly anchor: string }
  | { readonly kind: 'screen'; readonly path: string }

export const targetOf = (href: string, from: ChapterId): Target | null => {
  if (href.startsWith('#/')) return { kind: 'screen', path: href.slice(1) }
  if (href.startsWith('#')) return { kind: 'chapter', id: from, anchor: href.slice(1) }
  const [, id, anchor = ''] = /^([\w-]+)\.md(?:#(.+))?$/.exec(href) ?? []
  return isChapter(id) ? { kind: 'chapter', id, anchor } : null
}

/** What is read: the chapter, the way back through those read before, and the search over all of them. */
export const useGuide = (start: Readonly<Ref<ChapterId>>) => {
  const { locale } = useI18n()
  const book = shallowRef<GuideBook | null>(null)
  const failed = ref(false)
  const chapter = ref(start.value)
  const anchor = ref('')
  const trail = shallowRef<readonly ChapterId[]>([])
  const asked = ref('')
  const at = ref(0)

  watch(
    locale,
    async (now) => {
      try {
        book.value = await openBook(now === 'en' ? 'en' : 'it')
      } catch {
        // The page's files went away with its host; what was read stays.
        failed.value = book.value === null
      }
    },
    { immediate: true },
  )

  const shown = computed(() => book.value?.get(chapter.value) ?? null)
  const words = computed(() => searchWords(asked.value))
  const hits = computed(() =>
    words.value.length === 0 || book.value === null ? null : searchGuide([...book.value.values()], asked.value),
  )

  const open = (id: ChapterId, place = ''): void => {
    if (id !== chapter.value) trail.value = [...trail.value, chapter.value]
    chapter.value = id
    anchor.value = place
  }
  const back = (): void => {
    const last = trail.value.at(-1)
    if (last === undefined) return
    trail.value = trail.value.slice(0, -1)
    chapter.value = last
    anchor.value = ''
  }
  const showHit = (index: number): void => {
    const hit = hits.value?.[index]
    if (!hit) return
    at.value = index
    chapter.value = hit.id
    anchor.value = hit.anchor
  }
  watch(hits, () => showHit(0))
  watch(start, (id) => open(id))

  /** The chapter, or the hit, after or before the one that is read. */
  const step = (by: 1 | -1): void => {
    if (hits.value !== null) return showHit(at.value + by)
    const next = CHAPTERS[CHAPTERS.indexOf(chapter.value) + by]
    if (next !== undefined) open(next)
  }
  const beside = computed(() => {
    const index = CHAPTERS.indexOf(chapter.value)
    const titled = (id: ChapterId | undefined) => {
      const found = id === undefined ? undefined : book.value?.get(id)
      return found ? { id: found.id, title: found.title } : null
    }
    return { previous: titled(CHAPTERS[index - 1]), next: titled(CHAPTERS[index + 1]) }
  })

  return { book, failed, chapter, anchor, trail, asked, at, shown, words, hits, open, back, showHit, step, beside }
}
