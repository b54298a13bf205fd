export { default as BulkAnswerDialog } from './BulkAnswerDialog.vue'
export { default as BulkChangeDialog } from './BulkChangeDialog.vue'
export { default as BulkPlanDialog } from './BulkPlanDialog.vue'
export type { PlanStop } from './plan-order'
