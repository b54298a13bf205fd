import type { FeatureModule } from '@/app/feature'

export const feature: FeatureModule = {
  id: 'whatsapp',
  routes: [
    {
      path: '/whatsapp',
      name: 'whatsapp',
      component: () => import('./WhatsappPage.vue'),
      meta: { title: 'whatsapp.title' },
    },
  ],
  rail: [
    { route: 'whatsapp', title: 'whatsapp.rail', icon: 'i-lucide-message-circle', order: 25, needs: 'tickets.create' },
  ],
}
