import type { FeatureModule } from '@/app/feature'
import { openMapWindow } from './map-window'

export const feature: FeatureModule = {
  id: 'map',
  routes: [
    { path: '/map', name: 'map', component: () => import('./MapPage.vue'), meta: { title: 'map.title' } },
    {
      path: '/map/finestra',
      name: 'mapWindow',
      component: () => import('./MapWindowPage.vue'),
      meta: { title: 'map.title', bare: true },
    },
    {
      path: '/map/stampa',
      name: 'mapSheet',
      component: () => import('./sheet/MapSheetPage.vue'),
      meta: { title: 'map.sheet.page' },
    },
    {
      path: '/map/zone',
      name: 'areas',
      component: () => import('./areas/AreasPage.vue'),
      meta: { title: 'map.areas.title' },
    },
  ],
  commands: () => [
    {
      id: 'map.window',
      title: 'map.commands.window',
      group: 'go',
      icon: 'i-lucide-app-window',
      run: openMapWindow,
    },
  ],
  rail: [{ route: 'map', title: 'map.title', icon: 'i-lucide-map', order: 30, needs: 'map.read' }],
}
