import type { FeatureModule } from '@/app/feature'

export const feature: FeatureModule = {
  id: 'settings',
  routes: [
    {
      path: '/settings/:section?',
      name: 'settings',
      component: () => import('./SettingsPage.vue'),
      meta: { title: 'settings.title' },
    },
  ],
  rail: [{ route: 'settings', title: 'settings.title', icon: 'i-lucide-settings', order: 100, needs: 'settings.read' }],
}
