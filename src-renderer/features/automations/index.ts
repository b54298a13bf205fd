import type { FeatureModule } from '@/app/feature'

/** Rules that act by themselves: put together, tried, and told of in the settings. */
export { default as AutomationsSection } from './AutomationsSection.vue'

export const feature: FeatureModule = { id: 'automations', routes: [] }
