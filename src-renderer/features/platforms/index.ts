export { default as PlatformsSection } from './PlatformsSection.vue'
