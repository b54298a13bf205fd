/** The round that comes by anyway: while a report is typed, and on its ticket. */
export { default as RoundLine } from './RoundLine.vue'
export { default as RoundPanel } from './RoundPanel.vue'
