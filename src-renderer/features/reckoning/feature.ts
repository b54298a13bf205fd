import type { FeatureModule } from '@/app/feature'

export const feature: FeatureModule = {
  id: 'reckoning',
  routes: [
    {
      path: '/quarantine/days',
      name: 'reckoning',
      component: () => import('./ReckoningPage.vue'),
      meta: { title: 'reckoning.title' },
    },
  ],
}
