/** Sending a ticket to another body: the dialog, and the texts in the settings. */
export { default as ForwardDialog } from './ForwardDialog.vue'
export { default as LettersSection } from './LettersSection.vue'
