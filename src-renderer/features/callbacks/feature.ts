import type { FeatureModule } from '@/app/feature'
import CallbackBadge from './CallbackBadge.vue'

export const feature: FeatureModule = {
  id: 'callbacks',
  routes: [
    {
      path: '/da-richiamare',
      name: 'callbacks',
      component: () => import('./CallbacksPage.vue'),
      meta: { title: 'callbacks.title' },
    },
  ],
  rail: [
    {
      route: 'callbacks',
      title: 'callbacks.title',
      icon: 'i-lucide-phone-outgoing',
      order: 22,
      needs: 'tickets.create',
      badge: CallbackBadge,
    },
  ],
}
