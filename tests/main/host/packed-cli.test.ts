import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createPackageWithOptions } from '@electron/asar'
import { Arch, type AfterPackContext } from 'electron-builder'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** The scripts are plain JavaScript, outside of what the compiler looks at here. */
const hook = async (): Promise<(context: AfterPackContext) => void> => {
  const { href } = pathToFileURL(resolve('scripts/after-pack.mjs'))
  return ((await import(/* @vite-ignore */ href)) as { default: (context: AfterPackContext) => void }).default
}

const isLinux = process.platform === 'linux'

describe.skipIf(!isLinux)(`the command line beside the packed program${isLinux ? '' : ' (Linux only)'}`, () => {
  let folder: string
  let appOutDir: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-packed è '))
    appOutDir = join(folder, 'program')
    const source = join(folder, 'source')
    const file = (path: string, text: string): void => {
      mkdirSync(join(source, path, '..'), { recursive: true })
      writeFileSync(join(source, path), text)
    }
    file('package.json', '{"type":"module"}')
    file('out/main/cli.js', `import word from 'library'; console.log(word, ...process.argv.slice(2))`)
    file('node_modules/library/package.json', '{"type":"module","exports":"./index.js"}')
    file('node_modules/library/index.js', `import native from './native.js'; export default native`)
    file('node_modules/library/native.js', `export default 'from the archive'`)
    mkdirSync(join(appOutDir, 'resources'), { recursive: true })
    writeFileSync(join(appOutDir, 'resources', 'default_app.asar'), '')
    await createPackageWithOptions(source, join(appOutDir, 'resources', 'app.asar'), { unpack: '**/native.js' })
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const pack = async (arch: Arch): Promise<void> => {
    const context = { appOutDir, arch, electronPlatformName: 'linux', packager: {} }
    ;(await hook())(context as unknown as AfterPackContext)
  }

  it('runs by a link from anywhere, with no Node on the machine, and hands on what it was given', async () => {
    await pack(Arch[process.arch as 'x64'])
    expect(existsSync(join(appOutDir, 'resources', 'default_app.asar'))).toBe(false)
    const link = join(folder, 'cantoniere-cli')
    symlinkSync(join(appOutDir, 'cantoniere-cli'), link)
    const said = execFileSync(link, ['verify', 'due parole'], { cwd: '/', env: { PATH: '/usr/bin:/bin' } })
    expect(said.toString()).toBe('from the archive verify due parole\n')
  })

  it('is left out of a program for another machine, whose Node is not at hand', async () => {
    await pack(process.arch === 'arm64' ? Arch.x64 : Arch.arm64)
    expect(existsSync(join(appOutDir, 'cantoniere-cli'))).toBe(false)
  })
})
