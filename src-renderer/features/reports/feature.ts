import type { FeatureModule } from '@/app/feature'

export const feature: FeatureModule = {
  id: 'reports',
  routes: [
    {
      path: '/reports',
      name: 'reports',
      component: () => import('./ReportsPage.vue'),
      meta: { title: 'reports.title' },
    },
  ],
  rail: [{ route: 'reports', title: 'reports.title', icon: 'i-lucide-chart-column', order: 70, needs: 'reports.read' }],
}
