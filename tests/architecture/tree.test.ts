import { describe, expect, it } from 'vitest'
import { codeFiles, readSource, repositoryFiles } from './source-files'

const MOST_LINES = 400

describe('the tree', () => {
  it('has no drawer for odds and ends', () => {
    const drawer = /(^|\/)(utils?|helpers?|commons?|misc|shared-utils)(\.[a-z.]+|\/)/i
    expect(repositoryFiles().filter((path) => drawer.test(path))).toEqual([])
  })

  it('keeps every file short enough to be read at once', () => {
    const long = codeFiles()
      .map((path) => ({ path, lines: readSource(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MOST_LINES)
    expect(long).toEqual([])
  })

  it('collects exports only in the contract, the migrations and a page feature', () => {
    const allowed = [
      'src-shared/contract/index.ts',
      'src-main/store/migrations/index.ts',
      // Entries, not collections.
      'src-main/index.ts',
      'src-main/preload/index.ts',
      'bench/index.ts',
    ]
    const feature = /^src-renderer\/features\/[^/]+\/index\.ts$/
    const indexes = codeFiles().filter((path) => /(^|\/)index\.(ts|mjs|js)$/.test(path))
    expect(indexes.filter((path) => !allowed.includes(path) && !feature.test(path))).toEqual([])

    const onlyReexports = codeFiles().filter((path) => {
      if (allowed.includes(path) || feature.test(path)) return false
      return /^export (type )?(\*|\{[^}]*\}) from /m.test(readSource(path))
    })
    expect(onlyReexports).toEqual([])
  })

  it('tells the shell of a feature in its feature.ts, where no screen is loaded before it is wanted', () => {
    const files = codeFiles().filter((path) => /^src-renderer\/features\/[^/]+\/(index|feature)\.ts$/.test(path))
    const misplaced = files.filter((path) => path.endsWith('/index.ts') && /\bfeature\b.*=/.test(readSource(path)))
    // The shell finds nothing there.
    expect(misplaced).toEqual([])
    const eager = files.filter(
      (path) => path.endsWith('/feature.ts') && /^import .*(Page|Section)\.vue'$/m.test(readSource(path)),
    )
    expect(eager).toEqual([])
  })

  it('asks the store for one row where the first of an order is wanted', () => {
    // The library fetches all that a query finds and hands out the first: of a queue of thousands, each time.
    const first = /\.orderBy\((?:(?!\.limit\(|\.execute\(|selectFrom\()[\s\S])*?\.executeTakeFirst/g
    const greedy = codeFiles()
      .filter((path) => path.startsWith('src-main/'))
      .flatMap((path) => {
        const source = readSource(path)
        return [...source.matchAll(first)].map(({ index }) => `${path}:${source.slice(0, index).split('\n').length}`)
      })
    expect(greedy).toEqual([])
  })

  it('gives a reason wherever a rule is suppressed', () => {
    const suppression = /(eslint-disable|oxlint-disable|@ts-expect-error|@ts-ignore|@ts-nocheck|knip-ignore)(.*)/
    const bare = codeFiles()
      .filter((path) => !path.startsWith('tests/architecture/'))
      .flatMap((path) =>
        readSource(path)
          .split('\n')
          .map((line, index) => ({ at: `${path}:${index + 1}`, match: suppression.exec(line) }))
          .filter(({ match }) => match !== null && !/( -- |: |@ts-expect-error )\S/.test(match[0]))
          .map(({ at }) => at),
      )
    expect(bare).toEqual([])
  })

  it('says any nowhere', () => {
    const any = /(:\s*any\b|\bas any\b|<any>|<any,|,\s*any>|\bany\[\])/
    const typed = codeFiles().filter((path) => /\.(ts|vue)$/.test(path) && path !== 'tests/architecture/tree.test.ts')
    const found = typed.flatMap((path) =>
      readSource(path)
        .split('\n')
        .map((line, index) => ({ at: `${path}:${index + 1}`, line }))
        .filter(({ line }) => any.test(line.replace(/\/\/.*|^\s*\*.*|'[^']*'|"[^"]*"|`[^`]*`/g, '')))
        .map(({ at }) => at),
    )
    expect(found).toEqual([])
  })

  it('knows nothing of the machine it was written on', () => {
    // Put together from pieces, so that this file does not find itself.
    const folders = ['home', 'work', 'root', 'Users', 'tmp'].join('|')
    const machine = new RegExp(`(?<![\\w.$}-])/(${folders})/|[A-Z]:\\\\\\\\?Users\\\\`)
    const registry = new RegExp(['registry', '(npmjs|yarnpkg|npmmirror)', '(org|com)'].join('\\.'))
    // Recorded input keeps the bytes that it came with.
    const written = repositoryFiles().filter(
      (path) =>
        !/^(package-lock\.json|tests\/fixtures\/|resources\/)/.test(path) &&
        !/\.(png|jpe?g|ico|icns|woff2?|pmtiles|zip|db)$/.test(path),
    )
    const found = written.filter((path) => {
      const text = readSource(path)
      return machine.test(text) || registry.test(text)
    })
    expect(found).toEqual([])
  })

  it('locks packages by version and digest, not by the host they came from', () => {
    const lock = JSON.parse(readSource('package-lock.json')) as { packages: Record<string, { resolved?: string }> }
    const hosts = Object.entries(lock.packages).filter(([, entry]) => entry.resolved?.startsWith('http') === true)
    expect(hosts.map(([name]) => name)).toEqual([])
  })
})
