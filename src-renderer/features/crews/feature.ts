import type { FeatureModule } from '@/app/feature'

export const feature: FeatureModule = {
  id: 'crews',
  routes: [
    {
      path: '/crews',
      name: 'crews',
      component: () => import('./CrewsPage.vue'),
      meta: { title: 'crews.title' },
    },
  ],
  rail: [{ route: 'crews', title: 'crews.title', icon: 'i-lucide-hard-hat', order: 40, needs: 'crews.read' }],
}
