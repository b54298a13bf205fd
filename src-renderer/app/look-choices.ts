import type { Language } from './i18n'
import type { Theme } from './preferences'

/** Each language under its own name, or who needs it could not read it. */
export const LANGUAGE_CHOICES: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'it', name: 'Italiano' },
  { id: 'en', name: 'English' },
]

export const THEME_CHOICES: readonly { readonly id: Theme; readonly icon: string }[] = [
  { id: 'auto', icon: 'i-lucide-monitor' },
  { id: 'light', icon: 'i-lucide-sun' },
  { id: 'dark', icon: 'i-lucide-moon' },
]
