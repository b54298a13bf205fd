export { default as ReadyAnswers } from './composer/ReadyAnswers.vue'
export { useInsertText } from './composer/use-insert-text'
export { default as TicketBeside } from './TicketBeside.vue'
