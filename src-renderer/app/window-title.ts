import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { useDeskStatus } from './desk-status'

/** What is open on the page in front: a ticket's number. No names or subjects: titles show on a shared screen's bar. */
const parts = shallowRef<readonly (() => string)[]>([])

/** A part of the page that has something open says so in the window's title, for as long as it is there. */
export const useTitlePart = (part: () => string): void => {
  parts.value = [...parts.value, part]
  onScopeDispose(() => {
    parts.value = parts.value.filter((other) => other !== part)
  })
}

/** *2026-000123 · Coda – Capannori – Cantoniere*, for the taskbar and for whoever has two windows open. */
export const useWindowTitle = (): void => {
  const { t } = useI18n()
  const route = useRoute()
  const { data: status } = useDeskStatus()
  const title = computed(() => {
    const open = parts.value.at(-1)?.() ?? ''
    const page = route.meta.title ? t(route.meta.title) : ''
    const place = [open, page].filter(Boolean).join(' · ')
    return [place, status.value?.store?.town ?? '', 'Cantoniere'].filter(Boolean).join(' – ')
  })
  watch(title, (words) => (document.title = words), { immediate: true })
}
