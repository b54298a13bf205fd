import type { FeatureModule } from '@/app/feature'

export { default as CitizenStepsSection } from './CitizenStepsSection.vue'
export { default as FollowUpSection } from './FollowUpSection.vue'

/** Nothing of its own in the shell: the settings screen shows it. */
export const feature: FeatureModule = { id: 'citizen-steps' }
