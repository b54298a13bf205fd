import type { FeatureModule } from '@/app/feature'
import IdleLock from './IdleLock.vue'
import { signInGate } from './sign-in-gate'

export { default as AccessSection } from './AccessSection.vue'
export { default as OwnPasswordSection } from './OwnPasswordSection.vue'
export { default as RolesSection } from './RolesSection.vue'
export { default as UsersSection } from './UsersSection.vue'

export const feature: FeatureModule = {
  id: 'accounts',
  routes: [
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./SignInPage.vue'),
      meta: { title: 'accounts.signIn.title', bare: true },
    },
  ],
  overlay: IdleLock,
  gate: signInGate,
}
