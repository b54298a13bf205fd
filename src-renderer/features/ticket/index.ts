import type { FeatureModule } from '@/app/feature'

export { default as TicketPane } from './FollowedTicket.vue'

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
