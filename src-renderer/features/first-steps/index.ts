import type { FeatureModule } from '@/app/feature'

export { default as FirstSteps } from './FirstSteps.vue'
export { default as EmptyStore } from './EmptyStore.vue'

/** Nothing of its own in the shell: the settings and the empty queue show it. */
export const feature: FeatureModule = { id: 'first-steps' }
