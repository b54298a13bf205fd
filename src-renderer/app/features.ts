import type { FeatureModule } from './feature'

const modules = import.meta.glob<FeatureModule>('../features/*/index.ts', { eager: true, import: 'feature' })

/** Every feature that is in the tree. */
export const features: readonly FeatureModule[] = Object.values(modules)
