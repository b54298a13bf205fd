/** Runs vitest projects and turns what the summary reporter left into an outcome. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './report.mjs'

/**
 * @param {string[]} projects
 * @param {{ env?: NodeJS.ProcessEnv, limitMinutes?: number }} [options]
 * @returns {Promise<import('./report.mjs').Outcome>}
 */
export async function runProjects(projects, { env = {}, limitMinutes = 15 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'cantoniere-vitest-'))
  const file = join(folder, 'summary.json')
  try {
    const vitest = [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--passWithNoTests',
      '--silent=passed-only',
      '--reporter=default',
      '--reporter=./scripts/vitest-summary.mjs',
    ]
    const { code, output } = await run('vitest', vitest, {
      env: { ...env, CANTONIERE_SUMMARY: file },
      limitMinutes,
    })
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, details: output }
    /** @type {import('./vitest-summary.mjs').Summary} */
    const { passed, failed, skipped, skippedTests } = JSON.parse(readFileSync(file, 'utf8'))
    const hidden = code !== 0 && failed === 0 ? 1 : 0
    return { passed, failed: failed + hidden, skipped, details: output, notes: skippedSuites(skippedTests) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {{ suite: string, why: string }[]} tests @returns {string[]} a line per suite */
function skippedSuites(tests) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const { suite, why } of tests) {
    const line = why ? `${suite}: ${why}` : suite
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return [...counts].map(([line, count]) => `skipped ${count}: ${line}`)
}
