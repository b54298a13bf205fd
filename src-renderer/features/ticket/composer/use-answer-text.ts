import { computed, ref } from 'vue'
import { fillPlaceholders, fillSignature, openPlaceholders, type PlaceholderValues } from '@shared/answers/placeholders'
import type { Draft } from './use-draft'
import type { Answering } from './use-recipients'

/** What the words of an answer still lack, and what goes under them. */
export const useAnswerText = (parts: {
  readonly draft: () => Draft
  readonly values: () => PlaceholderValues
  readonly answering: Pick<Answering, 'recipients' | 'mailboxId'>
  readonly isAnswer: () => boolean
}) => {
  const { draft, values, answering } = parts
  /** Places that wait for a word which nobody knows yet, or that was typed by hand. */
  const missing = computed(() => (parts.isAnswer() ? openPlaceholders(draft().text) : []))
  /** Asked once a sending: does it go out with a mark in it? */
  const isAskingMissing = ref(false)

  const usual = computed(() => {
    const box = answering.recipients.value?.mailboxes.find(({ id }) => id === answering.mailboxId.value)
    return box === undefined ? '' : fillSignature(box.signature, values())
  })
  const signature = computed({
    get: () => draft().signature ?? usual.value,
    set: (text: string) => (draft().signature = text === usual.value ? null : text),
  })
  return {
    missing,
    isAskingMissing,
    signature,
    /** The writer made it their own. */
    ownSignature: computed(() => draft().signature !== null),
    resetSignature: (): void => {
      draft().signature = null
    },
    /** What was left open is looked up again: a visit may have been planned meanwhile. */
    fillAgain: (): void => {
      draft().text = fillPlaceholders(draft().text, values())
    },
  }
}
