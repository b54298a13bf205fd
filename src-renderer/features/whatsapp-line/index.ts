export { default as WhatsappLineSection } from './WhatsappLineSection.vue'
