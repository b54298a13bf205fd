import type { FeatureModule } from '@/app/feature'

/** What the office has ready to write: `useAnswers` for the composer, the settings' section, the list of placeholders. */
export { default as AnswersSection } from './AnswersSection.vue'
export { default as PlaceholderList } from './PlaceholderList.vue'
export { useAnswers } from './use-answers'

export const feature: FeatureModule = { id: 'answers', routes: [] }
