import { type Ref, nextTick } from 'vue'

/** Puts a placeholder where the cursor stands in a text field, and the cursor behind it. */
export const markInsertion =
  (field: Readonly<Ref<{ textareaRef: HTMLTextAreaElement | null } | null>>, text: Ref<string>) =>
  async (mark: string): Promise<void> => {
    const area = field.value?.textareaRef
    const from = area?.selectionStart ?? text.value.length
    const to = area?.selectionEnd ?? from
    text.value = text.value.slice(0, from) + mark + text.value.slice(to)
    await nextTick()
    area?.focus()
    area?.setSelectionRange(from + mark.length, from + mark.length)
  }
