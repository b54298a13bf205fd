import type { FeatureModule } from '@/app/feature'

export { default as ReadyAnswers } from './composer/ReadyAnswers.vue'
export { useInsertText } from './composer/use-insert-text'
export { default as TicketBeside } from './TicketBeside.vue'

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
