/** What a new office does first: in the settings, and in the empty queue. */
export { default as FirstSteps } from './FirstSteps.vue'
export { default as EmptyStore } from './EmptyStore.vue'
