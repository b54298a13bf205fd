import { watchDebounced } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { z } from 'zod'
import { instant, type Instant } from '@shared/kernel/instant'
import { useClient } from '@/client/client'
import { copyOf, emptyForm, type IntakeForm, intakeForm, isBlank } from './form'

/** How long the fingers must rest before a draft is written. */
const PAUSE_MS = 600
/** Reports left half-done that are kept for one person; the oldest goes. */
const MOST_WAITING = 5

const waitingReport = z.object({ form: intakeForm, at: instant })
/** A report that was left half-done, and when. */
export type WaitingReport = z.output<typeof waitingReport>
const waitingReports = z.array(waitingReport).catch([])

/**
 * Keeps the form in the store at every pause, each person's own. What was left half-done (by a crash, a reload or a
 * caller who rang off) is offered, never put into the form by itself: the next caller's number would end in it.
 */
export const useIntakeDraft = (form: IntakeForm) => {
  const client = useClient()
  /** The form may be drawn: what waits in the store is known. */
  const ready = ref(false)
  const waiting = shallowRef<readonly WaitingReport[]>([])
  const savedAt = ref<Instant | null>(null)
  let kept = ''
  // One write after the other: an older text must never arrive behind a newer one.
  let queue: Promise<void> = Promise.resolve()

  const contents = () => {
    const { description, ...data } = form
    const isEmpty = isBlank(form)
    if (isEmpty && waiting.value.length === 0) return { text: '', data: {} }
    return { text: isEmpty ? '' : description, data: { ...(isEmpty ? {} : data), waiting: waiting.value } }
  }
  const write = async (): Promise<void> => {
    const draft = contents()
    const now = JSON.stringify(draft)
    if (now === kept) return
    const answer = await client.messages.saveDraft({ ticketId: null, face: 'new', ...draft })
    // Not kept: the next pause tries again, the text itself is on screen.
    if (!answer.ok) return
    kept = now
    savedAt.value = isBlank(form) ? null : answer.value.updatedAt
  }
  const save = (): Promise<void> => {
    queue = queue.then(write)
    return queue
  }

  const load = async (): Promise<void> => {
    const answer = await client.messages.draft({ ticketId: null, face: 'new' })
    if (answer.ok && answer.value.updatedAt !== null) {
      const { waiting: before, ...data } = answer.value.data
      const left = intakeForm.safeParse({ ...data, description: answer.value.text })
      const newest = left.success && !isBlank(left.data) ? [{ form: left.data, at: answer.value.updatedAt }] : []
      waiting.value = [...newest, ...waitingReports.parse(before ?? [])].slice(0, MOST_WAITING)
    }
    ready.value = true
  }
  void load()

  const drop = async (report: WaitingReport): Promise<void> => {
    waiting.value = waiting.value.filter((other) => other !== report)
    await save()
  }
  /** Goes on with it; what stands in the form now waits in its place. */
  const resume = async (report: WaitingReport): Promise<void> => {
    const mine = isBlank(form) ? [] : [{ form: copyOf(form), at: savedAt.value ?? report.at }]
    waiting.value = [...mine, ...waiting.value.filter((other) => other !== report)].slice(0, MOST_WAITING)
    Object.assign(form, emptyForm(report.form.channel), report.form)
    await save()
  }

  watchDebounced(form, () => void (ready.value && save()), { debounce: PAUSE_MS, deep: true })
  onScopeDispose(() => void (ready.value && save()))

  return { ready, waiting, savedAt, save, resume, drop }
}
