/** The checks that read the code without running it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './bootstrap.mjs'
import { run, step } from './report.mjs'

/** @typedef {{ name: string, command: string, args: string[] }} Check */

/** Longest first: they are shared out among the cores in this order. @type {Check[]} */
const FAST = [
  { name: 'types', command: 'vue-tsc', args: ['--noEmit'] },
  { name: 'lint: Vue, accessibility', command: 'eslint', args: ['--max-warnings=0', '--no-warn-ignored', '.'] },
  {
    name: 'import rules',
    command: 'depcruise',
    args: ['--output-type', 'err', '--config', '.dependency-cruiser.cjs', ...sourceFolders()],
  },
  { name: 'types: pure rules', command: 'tsc', args: ['-p', 'tests/architecture/tsconfig.pure.json'] },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings'] },
]

/** @type {Check[]} */
const FULL = [
  { name: 'unused code and packages', command: 'knip', args: ['--no-progress'] },
  { name: 'format', command: 'prettier', args: ['--check', '--log-level=warn', '.'] },
]

/** @returns {string[]} */
function sourceFolders() {
  return ['src-shared', 'src-main', 'src-renderer', 'tests', 'bench', 'scripts'].filter((path) =>
    existsSync(join(root, path)),
  )
}

/** @param {Check[]} checks */
async function inTurn(checks) {
  const waiting = [...checks]
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { name, command, args } = check
      await step(name, async () => {
        const { code, output } = await run(command, args)
        return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, details: output }
      })
    }
  }
  await Promise.all([worker(), worker()])
}

/** Nuxt UI writes the types behind `#build/ui` when a build is configured; without them nothing type-checks. */
export async function writeInterfaceTypes() {
  if (existsSync(join(root, 'node_modules', '.nuxt-ui', 'ui'))) return
  const { resolveConfig } = await import('vite')
  const { default: ui } = await import('@nuxt/ui/vite')
  const { uiOptions } = await import(pathToFileURL(join(root, 'nuxt-ui.config.ts')).href)
  await resolveConfig({ root, configFile: false, logLevel: 'silent', plugins: [ui(uiOptions)] }, 'build')
}

/** Types, lint, import rules. */
export const fastChecks = () => inTurn(FAST)

/** The fast ones, unused code and format. */
export const allChecks = () => inTurn([...FAST, ...FULL])
