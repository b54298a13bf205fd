import type { FeatureModule } from '@/app/feature'
import HealthLine from './HealthLine.vue'

export const feature: FeatureModule = {
  id: 'health',
  status: { component: HealthLine, order: 10 },
}
