export { default as PhoneSection } from './PhoneSection.vue'
