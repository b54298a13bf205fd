export { default as SiteSection } from './SiteSection.vue'
