/** Many alike reports as one event: proposed over the queue, offered while one more is typed, told on each of its tickets. */
export { default as StormBanner } from './StormBanner.vue'
export { default as StormLine } from './StormLine.vue'
export { default as StormPanel } from './StormPanel.vue'
export { useStormSteps, useStorms } from './use-storms'
