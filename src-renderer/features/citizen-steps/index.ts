export { default as CitizenStepsSection } from './CitizenStepsSection.vue'
export { default as FollowUpSection } from './FollowUpSection.vue'
