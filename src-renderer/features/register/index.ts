export { default as RegisterSection } from './RegisterSection.vue'
