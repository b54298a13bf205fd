export { default as MailboxSettings } from './MailboxSettings.vue'
export { default as MailRules } from './MailRules.vue'
