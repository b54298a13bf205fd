import type { FeatureModule } from '@/app/feature'

export { default as WhatsappLineSection } from './WhatsappLineSection.vue'

/** Nothing of its own in the shell: the settings screen shows it. */
export const feature: FeatureModule = { id: 'whatsappLine' }
