import { useEventListener, watchDebounced } from '@vueuse/core'
import { onScopeDispose, reactive } from 'vue'
import type { TicketId } from '@shared/kernel/ids'
import { type AnswerDraft, answerDraftOf, emptyAnswerDraft, mergeDrafts } from '@shared/messages/answer-draft'
import { useDesk } from '@/client/client'
import { FACES, type Face } from './faces'

/** How long the fingers must rest before a draft is written. */
const PAUSE_MS = 700
/** Somebody who never pauses is saved all the same. */
const LONGEST_MS = 3000
/** After a write that failed. */
const AGAIN_MS = 5000

export type Draft = AnswerDraft & { text: string }

const empty = (): Draft => ({ ...emptyAnswerDraft, files: [], text: '' })

/** Whom it goes to says nothing by itself: a draft is there once there are words, files or a template. */
export const isBlank = (draft: Draft): boolean =>
  draft.text.trim() === '' && draft.files.length === 0 && draft.template === null

const dataOf = ({ text: _text, ...data }: Draft): AnswerDraft => data

/**
 * What is being written on a ticket, one draft a face: words, files, and whom they are for. It lies in the store at every
 * pause, so that neither a crash nor a glance at another ticket loses it; a draft that comes late joins what was typed
 * meanwhile.
 */
export const useDraft = (ticketId: TicketId) => {
  const { client, changes } = useDesk()
  const drafts = reactive<Record<Face, Draft>>({ reply: empty(), note: empty(), official: empty() })
  const kept: Record<Face, string> = { reply: '', note: '', official: '' }
  /** Each face its own: an empty one has nothing that was saved. */
  const savedAt = reactive<Record<Face, number | null>>({ reply: null, note: null, official: null })
  /** While it is being sent it is not saved: a save behind the sending would bring it back. */
  const held = new Set<Face>()
  // One write after the other: an older text must never arrive behind a newer one.
  let queue: Promise<void> = Promise.resolve()
  let again: ReturnType<typeof setTimeout> | undefined

  const textOf = (draft: Draft): string => (isBlank(draft) ? '' : JSON.stringify(draft))

  const write = async (face: Face): Promise<void> => {
    const draft = drafts[face]
    const now = textOf(draft)
    if (now === kept[face] || held.has(face)) return
    const answer = await client.messages.saveDraft({
      ticketId,
      face,
      text: now === '' ? '' : draft.text,
      data: now === '' ? {} : dataOf(draft),
    })
    if (answer.ok) {
      kept[face] = now
      savedAt[face] = now === '' ? null : answer.value.updatedAt
      return
    }
    // Not kept: it is tried again by itself, the text is on screen meanwhile.
    clearTimeout(again)
    again = setTimeout(() => void save(), AGAIN_MS)
  }
  const save = (): Promise<void> => {
    queue = queue.then(async () => {
      for (const face of FACES) await write(face)
    })
    return queue
  }

  const take = (face: Face, stored: { readonly text: string; readonly data: unknown }): void => {
    const data = answerDraftOf(stored.data)
    kept[face] = textOf({ ...data, text: stored.text })
    const begun = drafts[face]
    const merged = isBlank(begun)
      ? { text: stored.text, data }
      : mergeDrafts({ text: stored.text, data }, { text: begun.text, data: dataOf(begun) })
    drafts[face] = { ...merged.data, text: merged.text }
  }
  const load = async (face: Face): Promise<void> => {
    const answer = await client.messages.draft({ ticketId, face })
    if (answer.ok && answer.value.updatedAt !== null) take(face, answer.value)
  }
  for (const face of FACES) void load(face)

  /** Somebody took back, here or in another window, what the engine had put into a draft: it goes from the screen too. */
  const follow = async (face: Face): Promise<void> => {
    const isSaved = (): boolean => kept[face] !== '' && textOf(drafts[face]) === kept[face] && !held.has(face)
    if (!isSaved()) return
    const answer = await client.messages.draft({ ticketId, face })
    if (!answer.ok || !isSaved()) return
    const stored = { ...answerDraftOf(answer.value.data), text: answer.value.text }
    const now = textOf(stored)
    if (now === kept[face]) return
    kept[face] = now
    drafts[face] = now === '' ? empty() : stored
    savedAt[face] = answer.value.updatedAt
  }
  onScopeDispose(
    changes.on(['tickets'], ({ everything, changes: changed }) => {
      if (!everything && !changed.some(({ id }) => id === ticketId || id === 0)) return
      queue = queue.then(async () => {
        for (const face of FACES) await follow(face)
      })
    }),
  )

  watchDebounced(drafts, () => void save(), { debounce: PAUSE_MS, maxWait: LONGEST_MS, deep: true })
  useEventListener(window, 'pagehide', () => void save())
  onScopeDispose(() => {
    clearTimeout(again)
    void save()
  })

  return {
    drafts,
    savedAt,
    save,
    hold: (face: Face): void => void held.add(face),
    release: (face: Face): void => {
      held.delete(face)
      void save()
    },
    /** The engine wrote the draft itself: what it holds now is what is shown. */
    reload: async (face: Face): Promise<void> => {
      drafts[face] = empty()
      await load(face)
    },
    /** It went out: the engine has removed the draft with the same write. */
    sent: (face: Face): void => {
      kept[face] = ''
      drafts[face] = empty()
      savedAt[face] = null
    },
    put: (face: Face, text: string): void => {
      const draft = drafts[face]
      draft.text = draft.text === '' ? text : `${text}\n\n${draft.text}`
    },
  }
}
