import type { FeatureModule } from '@/app/feature'
import { useIntakeCommands } from './intake-commands'
import KeptReportsLine from './kept/KeptReportsLine.vue'

export const feature: FeatureModule = {
  id: 'intake',
  routes: [
    { path: '/nuova', name: 'intake', component: () => import('./IntakePage.vue'), meta: { title: 'intake.title' } },
    {
      path: '/ricevuta/:ticketId(\\d+)',
      name: 'receipt',
      component: () => import('./receipt/ReceiptPage.vue'),
      meta: { title: 'intake.receipt.title' },
    },
  ],
  commands: useIntakeCommands,
  status: { component: KeptReportsLine, order: 5 },
}
