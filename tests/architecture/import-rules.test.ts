import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { cruise, type IConfiguration, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const fixtures = join(import.meta.dirname, 'fixtures')
const { forbidden = [], options = {} } = createRequire(import.meta.url)(
  join(root, '.dependency-cruiser.cjs'),
) as IConfiguration
const fileName = join(root, 'tsconfig.json')
const tsConfig = extractTSConfig(fileName)
// The aliases of tsconfig are only followed when the rule set names the file; the declared type leaves that out.
const ruleSet = { forbidden, options: { tsConfig: { fileName } } } as NonNullable<ICruiseOptions['ruleSet']>

/** What the rules say about a folder, read as if it were the root of the repository: `rule: from → to`. */
const violationsIn = async (baseDir: string): Promise<string[]> => {
  const { enhancedResolveOptions, tsConfig: _, ...cruiseOptions } = options
  const folders = ['src-shared', 'src-main', 'src-renderer', 'tests', 'scripts', 'bench']
  const { output } = await cruise(
    folders.filter((folder) => existsSync(join(baseDir, folder))),
    { ...cruiseOptions, baseDir, validate: true, ruleSet },
    { ...enhancedResolveOptions },
    { tsConfig },
  )
  const { violations } = (output as ICruiseResult).summary
  return violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).toSorted()
}

describe('who may import whom', () => {
  it('holds in the whole tree', async () => {
    expect(await violationsIn(root)).toEqual([])
  })

  it('has a fixture for every rule and none too many', () => {
    expect(readdirSync(fixtures).toSorted()).toEqual(forbidden.map((rule) => rule.name).toSorted())
  })

  it.each(readdirSync(fixtures))('%s fires on its fixture, and nothing else does', async (rule) => {
    const violations = await violationsIn(join(fixtures, rule))
    expect(violations.length).toBeGreaterThan(0)
    expect(violations.filter((violation) => !violation.startsWith(`${rule}: `))).toEqual([])
  })

  it('tells electron by its package, its subpaths and from every room but the desktop', async () => {
    const violations = await violationsIn(join(fixtures, 'only-desktop-knows-electron'))
    expect(violations.map((violation) => violation.split(' ')[1])).toEqual([
      'src-main/engine/entry.ts',
      'src-main/store/open.ts',
      'src-renderer/app/print.ts',
    ])
  })
})
