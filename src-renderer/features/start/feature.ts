import type { FeatureModule } from '@/app/feature'
import { storeGate } from './store-gate'

export const feature: FeatureModule = {
  id: 'start',
  routes: [
    {
      path: '/start',
      name: 'start',
      component: () => import('./StartPage.vue'),
      meta: { title: 'start.title', bare: true },
    },
  ],
  gate: storeGate,
}
