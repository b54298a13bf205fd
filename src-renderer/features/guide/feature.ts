import type { FeatureModule } from '@/app/feature'
import GuideButton from './GuideButton.vue'
import GuideLayer from './GuideLayer.vue'

/** How the desk is used, chapter by chapter: docs/guida and docs/guide, read within the program. */
export const feature: FeatureModule = {
  id: 'guide',
  routes: [
    {
      path: '/guida/:chapter?',
      name: 'guide',
      component: () => import('./GuidePage.vue'),
      meta: { title: 'guide.title', bare: true },
    },
  ],
  bar: { component: GuideButton, order: 90 },
  overlay: GuideLayer,
}
