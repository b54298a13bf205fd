import { computed, type Ref } from 'vue'
import type { LineReach } from '@shared/contract/messages'
import { LONGEST_TEXT } from '@shared/whatsapp/line-limits'
import { filledText, unfilled } from '@shared/whatsapp/message-template'
import type { Draft } from './use-draft'

/** Why the office's WhatsApp number cannot send it as it is. */
export type LineBlock = 'window_closed' | 'no_templates' | 'unfilled' | 'template_files' | 'text_too_long'

/**
 * An answer of the office's own WhatsApp number: free words while the day after the citizen's last message lasts, and
 * an approved template with its places filled at any time.
 */
export const useLineAnswer = (parts: {
  readonly draft: () => Draft
  readonly isLine: () => boolean
  readonly line: () => LineReach | null
  readonly now: Readonly<Ref<number>>
}) => {
  const { draft, now } = parts
  const until = computed(() => parts.line()?.windowUntil ?? null)
  const isWindowOpen = computed(() => until.value !== null && until.value > now.value)
  const templates = computed(() => parts.line()?.templates ?? [])
  const template = computed(() => {
    const chosen = parts.isLine() ? draft().template : null
    return templates.value.find(({ name, language }) => name === chosen?.name && language === chosen.language) ?? null
  })
  const values = computed(() => draft().template?.values ?? {})
  const lineBlock = computed((): LineBlock | null => {
    if (template.value !== null) {
      if (draft().files.length > 0) return 'template_files'
      return unfilled(template.value, values.value).length > 0 ? 'unfilled' : null
    }
    if (!isWindowOpen.value) return templates.value.length === 0 ? 'no_templates' : 'window_closed'
    return draft().text.length > LONGEST_TEXT ? 'text_too_long' : null
  })
  return {
    byLine: computed(parts.isLine),
    lineBlock,
    windowUntil: until,
    isWindowOpen,
    templates,
    template,
    templateValues: values,
    /** As the contract takes it; null for free words. */
    templateChoice: computed(() => (template.value === null ? null : draft().template)),
    chooseTemplate: (chosen: { readonly name: string; readonly language: string } | null): void => {
      const before = draft().template?.values ?? {}
      draft().template =
        chosen === null ? null : { name: chosen.name, language: chosen.language, values: { ...before } }
    },
    fillTemplate: (key: string, value: string): void => {
      const chosen = draft().template
      if (chosen !== null) draft().template = { ...chosen, values: { ...chosen.values, [key]: value } }
    },
    /** What leaves: the writer's words, or those of the template. */
    leavingText: computed(() => (template.value === null ? draft().text : filledText(template.value, values.value))),
  }
}
