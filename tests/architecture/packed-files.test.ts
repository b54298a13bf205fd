import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const packages = (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> })
  .packages
const read = (path: string): string => readFileSync(path, 'utf8')

/** Names that the program is packed without: `!node_modules/{a,b}/**` in electron-builder.yml. */
const leftOut = [...read('electron-builder.yml').matchAll(/'!node_modules\/\{([^}]+)\}\/\*\*'/g)].flatMap(([, names]) =>
  (names ?? '').split(','),
)
/** Where a package that is asked for from `path` lies, as Node looks for it. */
const find = (path: string, name: string): string | null => {
  const place = `${path === '' ? '' : `${path}/`}node_modules/${name}`
  if (packages[place]) return place
  if (path === '') return null
  return find(path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name)
}
const reached = (names: readonly string[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const walk = (path: string | null): void => {
    if (path === null || seen.has(path)) return
    seen.add(path)
    for (const name of Object.keys({ ...packages[path]?.dependencies, ...packages[path]?.optionalDependencies }))
      walk(find(path, name))
  }
  for (const name of names) walk(find('', name))
  return seen
}
const isLeftOut = (path: string): boolean => {
  const name = path.slice('node_modules/'.length)
  return leftOut.some((one) => name === one || name.startsWith(`${one}/`))
}
/** Only read while something is compiled, or tried for and done without. */
const NOT_AT_RUN_TIME = ['nan', 'node-addon-api', 'cpu-features']

describe('the packed program', () => {
  const [, list = ''] = /externalizeDeps: \{\s*exclude: \[([^\]]+)\]/.exec(read('electron.vite.config.ts')) ?? []
  const bundled = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '')
  const direct = Object.keys(packages['']?.dependencies ?? {})

  it('leaves out what is built into it, and nothing that another library still asks for', () => {
    expect(bundled.length).toBeGreaterThan(5)
    const needed = [...reached(direct.filter((name) => !bundled.includes(name)))]
      .filter((path) => isLeftOut(path))
      .map((path) => path.slice('node_modules/'.length))
    expect(needed.filter((name) => !NOT_AT_RUN_TIME.includes(name))).toEqual([])
  })

  it('brings the licences of others along, none of which nobody has looked at', async () => {
    const { href } = pathToFileURL(resolve('scripts/licences.mjs'))
    const { thirdPartyNotices } = (await import(/* @vite-ignore */ href)) as {
      thirdPartyNotices: (root: string, folders: Iterable<string>) => string
    }
    const notices = thirdPartyNotices(resolve('.'), reached(direct))
    expect(notices).toMatch(/^libheif-js .+\nLicence: LGPL-3\.0\nSources: .*github/m)
    expect(notices).toMatch(/^@iconify-json\/lucide/m)
    expect(() => thirdPartyNotices(resolve('.'), ['node_modules/argparse'])).toThrow(/argparse .* is under/)
  })
})
