export { default as AskForCall } from './AskForCall.vue'
export { default as TicketCallbacks } from './TicketCallbacks.vue'
