export { default as MapSettings } from './MapSettings.vue'
