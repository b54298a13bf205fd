export { default as StormSettings } from './StormSettings.vue'
