export { default as LinkForm } from './LinkForm.vue'
export { default as ServingSection } from './ServingSection.vue'
