/** Rules that act by themselves: put together, tried, and told of in the settings. */
export { default as AutomationsSection } from './AutomationsSection.vue'
