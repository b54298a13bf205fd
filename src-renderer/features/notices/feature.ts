import type { FeatureModule } from '@/app/feature'
import NoticesLine from './NoticesLine.vue'

export const feature: FeatureModule = { id: 'notices', status: { component: NoticesLine, order: 5 } }
