import type { FeatureModule } from '@/app/feature'
import CallsBadge from './CallsBadge.vue'
import RingingCalls from './RingingCalls.vue'
import { useCallsKnown } from './use-calls-known'

export const feature: FeatureModule = {
  id: 'calls',
  routes: [
    {
      path: '/chiamate',
      name: 'calls',
      component: () => import('./CallsPage.vue'),
      meta: { title: 'calls.title' },
    },
  ],
  rail: [
    {
      route: 'calls',
      title: 'calls.title',
      icon: 'i-lucide-phone-incoming',
      order: 21,
      needs: 'contacts.read',
      badge: CallsBadge,
      useShown: useCallsKnown,
    },
  ],
  besideTitle: RingingCalls,
}
