import type { FeatureModule } from '@/app/feature'

export const feature: FeatureModule = {
  id: 'citizens',
  routes: [
    {
      path: '/citizens/:contactId(\\d+)?',
      name: 'citizens',
      component: () => import('./CitizensPage.vue'),
      meta: { title: 'citizens.title' },
    },
  ],
  rail: [{ route: 'citizens', title: 'citizens.title', icon: 'i-lucide-users', order: 60, needs: 'contacts.read' }],
}
