import type { FeatureModule } from '@/app/feature'
import LinkLine from './LinkLine.vue'
import RevokedOverlay from './RevokedOverlay.vue'

export const feature: FeatureModule = {
  id: 'serving',
  routes: [
    { path: '/join', name: 'join', component: () => import('./JoinPage.vue'), meta: { title: 'serving.join.page' } },
  ],
  status: { component: LinkLine, order: 5 },
  overlay: RevokedOverlay,
}
