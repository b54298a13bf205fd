import type { FeatureModule } from '@/app/feature'

export { default as RegisterSection } from './RegisterSection.vue'

/** Nothing of its own in the shell: the settings screen shows it. */
export const feature: FeatureModule = { id: 'register' }
