import type { FeatureModule } from '@/app/feature'
import LinkForm from './LinkForm.vue'
import LinkLine from './LinkLine.vue'
import ServingSection from './ServingSection.vue'

export { LinkForm, ServingSection }

export const feature: FeatureModule = {
  id: 'serving',
  status: { component: LinkLine, order: 5 },
}
