/** What the office has ready to write: `useAnswers` for the composer, the settings' section, the list of placeholders; and a part of every year, as it is chosen and said. */
export { default as AnswersSection } from './AnswersSection.vue'
export { default as PlaceholderList } from './PlaceholderList.vue'
export { default as SeasonField } from './SeasonField.vue'
export { useCitizenText } from './citizen-text'
export { seasonText } from './answer-words'
export { markInsertion } from './mark-insertion'
export { useAnswers } from './use-answers'
