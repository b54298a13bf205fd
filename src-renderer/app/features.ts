import type { FeatureModule } from './feature'

const modules = import.meta.glob<FeatureModule>('../features/*/feature.ts', { eager: true, import: 'feature' })

/** Every feature that brings something to the shell. Its screens come with their first use: the start waits for none. */
export const features: readonly FeatureModule[] = Object.values(modules)
