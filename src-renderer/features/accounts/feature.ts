import type { FeatureModule } from '@/app/feature'
import IdleLock from './IdleLock.vue'
import { signInGate } from './sign-in-gate'

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
