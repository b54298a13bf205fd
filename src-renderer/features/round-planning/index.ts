/** Recurring rounds as the office keeps them: in the settings, and on the crews' board. */
export { default as RoundChip } from './RoundChip.vue'
export { default as RoundsSection } from './RoundsSection.vue'
export { default as RoundTimeDialog } from './RoundTimeDialog.vue'
export { default as RoundToldDialog } from './RoundToldDialog.vue'
export { useRoundTimes } from './use-rounds'
