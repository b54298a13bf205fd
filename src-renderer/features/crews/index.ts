export { default as CrewSettings } from './CrewSettings.vue'
