import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const packages = createRequire(import.meta.url)
let kept: Map<string, Uint8Array> | null = null

/** `resources/site`, from wherever this code was built into. */
const folder = (): string => {
  let above = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(above, 'resources', 'site', 'site.css'))) {
    if (dirname(above) === above) throw new Error('resources/site is missing')
    above = dirname(above)
  }
  return join(above, 'resources', 'site')
}

/** Styles and scripts of the site, by their paths there; Leaflet is the desk's own copy. */
export const siteAssets = (): ReadonlyMap<string, Uint8Array> => {
  if (kept !== null) return kept
  const own = folder()
  kept = new Map<string, Uint8Array>([
    ...['site.css', 'find.js', 'map.js'].map((name) => [`assets/${name}`, readFileSync(join(own, name))] as const),
    ...['leaflet.js', 'leaflet.css'].map(
      (name) => [`assets/${name}`, readFileSync(packages.resolve(`leaflet/dist/${name}`))] as const,
    ),
  ])
  return kept
}
