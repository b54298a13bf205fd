import type { FeatureModule } from '@/app/feature'

export { default as MapSettings } from './MapSettings.vue'

export const feature: FeatureModule = {
  id: 'map',
  routes: [
    { path: '/map', name: 'map', component: () => import('./MapPage.vue'), meta: { title: 'map.title' } },
    {
      path: '/map/zone',
      name: 'areas',
      component: () => import('./areas/AreasPage.vue'),
      meta: { title: 'map.areas.title' },
    },
  ],
  rail: [{ route: 'map', title: 'map.title', icon: 'i-lucide-map', order: 30, needs: 'map.read' }],
}
