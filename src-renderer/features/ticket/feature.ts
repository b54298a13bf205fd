import type { FeatureModule } from '@/app/feature'

export const feature: FeatureModule = {
  id: 'ticket',
  routes: [
    {
      path: '/ticket/:ticketId(\\d+)',
      name: 'ticket',
      component: () => import('./TicketPage.vue'),
      meta: { title: 'ticket.title' },
    },
  ],
}
