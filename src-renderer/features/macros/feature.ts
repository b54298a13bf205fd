import type { FeatureModule } from '@/app/feature'
import { useMacroSearch } from './macro-search'

export const feature: FeatureModule = { id: 'macros', routes: [], search: useMacroSearch }
