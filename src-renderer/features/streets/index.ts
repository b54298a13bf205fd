export { default as StreetRegistrySection } from './StreetRegistrySection.vue'
