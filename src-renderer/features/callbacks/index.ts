export { default as TicketCallbacks } from './TicketCallbacks.vue'
