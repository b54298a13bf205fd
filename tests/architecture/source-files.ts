import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

const NOT_OURS = new Set(['node_modules', '.git', 'out', 'dist'])

const walk = (folder: string): string[] =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`
    if (NOT_OURS.has(name)) return []
    return statSync(join(root, path)).isDirectory() ? walk(path) : [path]
  })

/** Every file of the repository, tracked or about to be; relative to the root, with forward slashes. */
export const repositoryFiles = (): string[] => {
  // A source archive has no .git.
  if (!existsSync(join(root, '.git'))) return walk('')
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  return listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
}

export const readSource = (path: string): string => readFileSync(join(root, path), 'utf8')

const FIXTURES = /^tests\/(architecture\/)?fixtures\//

/** The code that people wrote to be kept: no recorded input, no fixtures that break a rule on purpose. */
export const codeFiles = (): string[] =>
  repositoryFiles().filter((path) => /\.(ts|vue|mjs|cjs|js)$/.test(path) && !FIXTURES.test(path))
