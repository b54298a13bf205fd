import type { FeatureModule } from '@/app/feature'

export { default as MailboxSettings } from './MailboxSettings.vue'
export { default as MailRules } from './MailRules.vue'

/** Nothing of its own in the shell: the settings screen shows it. */
export const feature: FeatureModule = { id: 'mail-settings' }
