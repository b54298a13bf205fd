import { nextTick, type Ref } from 'vue'
import { markOf, openPlaceholders } from '@shared/answers/placeholders'

/** Words put into a text field where its cursor was, and the places in it that still wait. */
export const useInsertText = (field: () => HTMLTextAreaElement | null, text: Ref<string>) => {
  let from: number | null = null
  let to: number | null = null

  const select = async (start: number, end: number): Promise<void> => {
    await nextTick()
    const area = field()
    area?.focus()
    area?.setSelectionRange(start, end)
  }
  const goTo = async (mark: string): Promise<void> => {
    const at = text.value.indexOf(mark)
    if (at >= 0) await select(at, at + mark.length)
  }

  return {
    /** Called before the keyboard goes elsewhere. */
    remember: (): void => {
      const area = field()
      from = area?.selectionStart ?? null
      to = area?.selectionEnd ?? null
    },
    /** The first word that is missing is selected, so that typing replaces it; else the cursor stands behind. */
    insert: async (words: string): Promise<void> => {
      const cursor = Math.min(from ?? text.value.length, text.value.length)
      const before = text.value.slice(0, cursor)
      // A whole letter begins on a line of its own, a phrase where the cursor stands.
      const gap = words.includes('\n') && /\S[^\n]*$/.test(before) ? '\n\n' : ''
      const start = cursor + gap.length
      text.value = before + gap + words + text.value.slice(Math.max(cursor, to ?? cursor))
      const [open] = openPlaceholders(words)
      const end = start + words.length
      if (open === undefined) return select(end, end)
      const at = start + words.indexOf(markOf(open))
      return select(at, at + markOf(open).length)
    },
    goTo,
  }
}
