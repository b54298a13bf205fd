/** Tickets that belong together: the panel on a ticket, the dialogs, and the picker of one ticket. */
export { default as MergeSelected } from './MergeSelected.vue'
export { default as RelationsPanel } from './RelationsPanel.vue'
export { default as SplitDialog } from './SplitDialog.vue'
export { default as TicketPicker } from './TicketPicker.vue'
