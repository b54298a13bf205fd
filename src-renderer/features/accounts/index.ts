export { default as AccessSection } from './AccessSection.vue'
export { default as OwnPasswordSection } from './OwnPasswordSection.vue'
export { default as RolesSection } from './RolesSection.vue'
export { default as UsersSection } from './UsersSection.vue'
