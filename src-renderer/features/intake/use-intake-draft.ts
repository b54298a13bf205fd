import { watchDebounced } from '@vueuse/core'
import { onScopeDispose, ref } from 'vue'
import type { Instant } from '@shared/kernel/instant'
import { useClient } from '@/client/client'
import { type IntakeForm, intakeForm, isBlank } from './form'

/** How long the fingers must rest before a draft is written. */
const PAUSE_MS = 600

/** Keeps the form in the store at every pause, each person's own, and brings it back after a crash or a reload. */
export const useIntakeDraft = (form: IntakeForm) => {
  const client = useClient()
  /** The form may be drawn: whatever waited in the store is in it. */
  const ready = ref(false)
  const restoredFrom = ref<Instant | null>(null)
  const savedAt = ref<Instant | null>(null)
  let kept = ''
  // One write after the other: an older text must never arrive behind a newer one.
  let queue: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    const { description, ...data } = form
    const text = isBlank(form) ? '' : description
    const now = isBlank(form) ? '' : JSON.stringify(form)
    if (now === kept) return
    const answer = await client.messages.saveDraft({ ticketId: null, face: 'new', text, data: now === '' ? {} : data })
    // Not kept: the next pause tries again, the text itself is on screen.
    if (!answer.ok) return
    kept = now
    savedAt.value = now === '' ? null : answer.value.updatedAt
  }
  const save = (): Promise<void> => {
    queue = queue.then(write)
    return queue
  }

  const load = async (): Promise<void> => {
    const answer = await client.messages.draft({ ticketId: null, face: 'new' })
    if (answer.ok && answer.value.updatedAt !== null) {
      const found = intakeForm.safeParse({ ...answer.value.data, description: answer.value.text })
      if (found.success && !isBlank(found.data)) {
        Object.assign(form, found.data)
        kept = JSON.stringify(form)
        restoredFrom.value = answer.value.updatedAt
      }
    }
    ready.value = true
  }
  void load()

  watchDebounced(form, () => void (ready.value && save()), { debounce: PAUSE_MS, deep: true })
  onScopeDispose(() => void (ready.value && save()))

  return { ready, restoredFrom, savedAt, save }
}
