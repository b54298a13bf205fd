/** Several steps as one: run from a ticket or a selection, put together in the settings; and the steps as rules take them. */
export { default as ActionFields } from './ActionFields.vue'
export { default as ActionList } from './ActionList.vue'
export { default as MacroLauncher } from './MacroLauncher.vue'
export { default as MacrosSection } from './MacrosSection.vue'
export { useActionWords } from './action-words'
