import type { FeatureModule } from '@/app/feature'

export { default as SiteSection } from './SiteSection.vue'

/** Nothing of its own in the shell: the settings screen shows it. */
export const feature: FeatureModule = { id: 'public-site' }
