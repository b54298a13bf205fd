import type { FeatureModule } from '@/app/feature'
import QuarantineBadge from './QuarantineBadge.vue'

export const feature: FeatureModule = {
  id: 'quarantine',
  routes: [
    {
      path: '/quarantine',
      name: 'quarantine',
      component: () => import('./QuarantinePage.vue'),
      meta: { title: 'quarantine.title' },
    },
  ],
  rail: [
    {
      route: 'quarantine',
      title: 'quarantine.title',
      icon: 'i-lucide-mail-warning',
      order: 20,
      needs: 'mail.read',
      badge: QuarantineBadge,
    },
  ],
}
