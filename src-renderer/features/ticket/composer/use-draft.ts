import { watchDebounced } from '@vueuse/core'
import { onScopeDispose, reactive, ref } from 'vue'
import type { TicketId } from '@shared/kernel/ids'
import { useClient } from '@/client/client'
import { FACES, type Face } from './faces'

/** How long the fingers must rest before a draft is written. */
const PAUSE_MS = 700

/**
 * What is being written on a ticket, one text a face. It lies in the store at every pause, so that neither a crash nor
 * a glance at another ticket loses it; a draft that comes late never overwrites what was typed meanwhile.
 */
export const useDraft = (ticketId: TicketId) => {
  const client = useClient()
  const texts = reactive<Record<Face, string>>({ reply: '', note: '', official: '' })
  const saved: Record<Face, string> = { reply: '', note: '', official: '' }
  const savedAt = ref<number | null>(null)
  const touched = new Set<Face>()
  const found = ref<readonly Face[]>([])

  const load = async (face: Face): Promise<void> => {
    const answer = await client.messages.draft({ ticketId, face })
    if (!answer.ok || answer.value.text === '') return
    saved[face] = answer.value.text
    if (touched.has(face) || texts[face] !== '') return
    texts[face] = answer.value.text
    found.value = [...found.value, face]
  }
  for (const face of FACES) void load(face)

  const save = async (face: Face): Promise<void> => {
    const text = texts[face]
    if (text === saved[face]) return
    saved[face] = text
    const answer = await client.messages.saveDraft({ ticketId, face, text })
    if (answer.ok) savedAt.value = answer.value.updatedAt
    // Not kept: the next pause tries again, the text itself is on screen.
    else if (saved[face] === text) saved[face] = ''
  }

  const saveAll = (): void => {
    for (const face of FACES) void save(face)
  }
  watchDebounced(texts, saveAll, { debounce: PAUSE_MS })
  onScopeDispose(saveAll)

  return {
    texts,
    savedAt,
    /** Faces whose draft was waiting in the store. */
    found,
    touch: (face: Face): void => void touched.add(face),
    /** The text went out: the engine has removed the draft with the same write. */
    sent: (face: Face): void => {
      saved[face] = ''
      texts[face] = ''
    },
    put: (face: Face, text: string): void => {
      touched.add(face)
      texts[face] = texts[face] === '' ? text : `${text}\n\n${texts[face]}`
    },
  }
}
