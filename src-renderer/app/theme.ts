import { useColorMode, usePreferredDark } from '@vueuse/core'
import { storeToRefs } from 'pinia'
import { computed, type ComputedRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { usePreferences } from './preferences'

/** Keeps the page's theme and language at what the person chose; `auto` follows the machine. */
export const useAppearance = (): void => {
  const { theme, language } = storeToRefs(usePreferences())
  const mode = useColorMode({ storageKey: null, emitAuto: true, disableTransition: true })
  const { locale } = useI18n()
  watch(theme, (chosen) => (mode.value = chosen), { immediate: true })
  watch(
    language,
    (chosen) => {
      locale.value = chosen
      document.documentElement.lang = chosen
    },
    { immediate: true },
  )
}

/** Whether the page is drawn dark now, by choice or because the machine is. */
export const useIsDark = (): ComputedRef<boolean> => {
  const { theme } = storeToRefs(usePreferences())
  const machine = usePreferredDark()
  return computed(() => theme.value === 'dark' || (theme.value === 'auto' && machine.value))
}
