import type { FeatureModule } from '@/app/feature'
import LinkForm from './LinkForm.vue'
import LinkLine from './LinkLine.vue'
import ServingSection from './ServingSection.vue'

export { LinkForm, ServingSection }

export const feature: FeatureModule = {
  id: 'serving',
  routes: [
    { path: '/join', name: 'join', component: () => import('./JoinPage.vue'), meta: { title: 'serving.join.page' } },
  ],
  status: { component: LinkLine, order: 5 },
}
