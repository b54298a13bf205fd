import type { FeatureModule } from '@/app/feature'
import ForwardedBadge from './ForwardedBadge.vue'

export const feature: FeatureModule = {
  id: 'forwarded',
  routes: [
    {
      path: '/forwarded/:ticketId(\\d+)?',
      name: 'forwarded',
      component: () => import('./ForwardedPage.vue'),
      meta: { title: 'forwarding.title' },
    },
  ],
  rail: [
    {
      route: 'forwarded',
      title: 'forwarding.title',
      icon: 'i-lucide-forward',
      order: 45,
      needs: 'tickets.read',
      badge: ForwardedBadge,
    },
  ],
}
