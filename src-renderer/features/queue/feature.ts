import type { FeatureModule } from '@/app/feature'
import { useTicketSearch } from './ticket-search'

export const feature: FeatureModule = {
  id: 'queue',
  routes: [
    { path: '/', redirect: { name: 'queue' } },
    {
      path: '/queue/:ticketId(\\d+)?',
      name: 'queue',
      component: () => import('./QueuePage.vue'),
      meta: { title: 'queue.title' },
    },
    {
      path: '/elenco',
      name: 'printList',
      component: () => import('./PrintListPage.vue'),
      meta: { title: 'queue.print.title' },
    },
  ],
  rail: [{ route: 'queue', title: 'queue.title', icon: 'i-lucide-inbox', order: 10, needs: 'tickets.read' }],
  search: useTicketSearch,
}
