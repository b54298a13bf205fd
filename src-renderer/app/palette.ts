import type { Ref } from 'vue'

export interface SearchHit {
  readonly id: string
  readonly label: string
  readonly suffix?: string
  readonly icon?: string
  readonly run: () => void | Promise<void>
}

export interface SearchGroup {
  readonly id: string
  /** A key of the locale files. */
  readonly title: string
  readonly hits: readonly SearchHit[]
}

/** What a feature finds for the words typed into the palette; it follows `words`, which are already at rest. */
export interface PaletteSearch {
  readonly groups: Readonly<Ref<readonly SearchGroup[]>>
  readonly searching: Readonly<Ref<boolean>>
}

export type SearchFor = (words: Readonly<Ref<string>>) => PaletteSearch
