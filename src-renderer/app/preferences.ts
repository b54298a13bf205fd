import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import type { GridLayout } from '@/ui/grid/grid-types'
import type { MapLayers } from '@/ui/map/map-layers'
import { LANGUAGES, type Language } from './i18n'

export type Theme = 'auto' | 'light' | 'dark'

const firstLanguage = (): Language => {
  const spoken = navigator.language.slice(0, 2)
  return LANGUAGES.find((language) => language === spoken) ?? 'it'
}

/** What this desk remembers of how a person likes it. Nothing here is of the office: that lies in the store. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useLocalStorage<Theme>('desk.theme', 'auto')
  const language = useLocalStorage<Language>('desk.language', firstLanguage())
  /** Letters alone as shortcuts (j, k, r…): some people dictate or press keys by accident (WCAG 2.1.4). */
  const singleKeys = useLocalStorage('desk.singleKeys', true)
  const gridLayouts = useLocalStorage<Record<string, GridLayout>>('desk.grids', {})
  const paneSizes = useLocalStorage<Record<string, number>>('desk.panes', {})
  const folded = useLocalStorage<Record<string, boolean>>('desk.folded', {})
  /** What the map shows. */
  const mapLayers = useLocalStorage<Partial<MapLayers>>('desk.mapLayers', {})
  /** The paper in the counter's printer. */
  const receiptPaper = useLocalStorage<'a4' | 'roll'>('desk.receiptPaper', 'a4')
  return { theme, language, singleKeys, gridLayouts, paneSizes, folded, mapLayers, receiptPaper }
})
