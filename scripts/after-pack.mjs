/** Called by electron-builder for each packed program, before it is signed and put into installers. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { extractFile, listPackage, statFile } from '@electron/asar'
import { Arch } from 'electron-builder'
import { bundledNode, root } from './bootstrap.mjs'
import { thirdPartyNotices } from './licences.mjs'

/** @param {import('electron-builder').AfterPackContext} context */
export default function afterPack({ appOutDir, arch, electronPlatformName, packager }) {
  const isMac = electronPlatformName === 'darwin'
  const resources = isMac
    ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
    : join(appOutDir, 'resources')
  // A copied Electron still brings its welcome page along.
  rmSync(join(resources, 'default_app.asar'), { force: true })
  const notices = thirdPartyNotices(root, packagesIn(join(resources, 'app.asar')))
  writeFileSync(join(isMac ? resources : appOutDir, 'LICENSES.third-party.txt'), notices)
  if (electronPlatformName !== process.platform || Arch[arch] !== process.arch) {
    process.stdout.write('  • the command line is left out: its Node is at hand for this platform only\n')
    return
  }
  putCommandLine(resources, isMac ? resources : appOutDir)
}

/**
 * `cantoniere-cli` and the Node that runs it (docs/adr/0006). Node reads no archive, so that the program's files also lie
 * beside it; the desk itself goes on reading the archive alone.
 * @param {string} resources
 * @param {string} folder where the launcher goes
 */
function putCommandLine(resources, folder) {
  layBeside(join(resources, 'app.asar'))
  const isWindows = process.platform === 'win32'
  copyFileSync(bundledNode, join(resources, isWindows ? 'node.exe' : 'node'))
  const licence = join(dirname(dirname(bundledNode)), 'LICENSE')
  if (existsSync(licence)) copyFileSync(licence, join(resources, 'LICENSE.node.txt'))
  if (isWindows) {
    const lines = ['@"%~dp0resources\\node.exe" "%~dp0resources\\app.asar.unpacked\\out\\main\\cli.js" %*', '']
    writeFileSync(join(folder, 'cantoniere-cli.cmd'), lines.join('\r\n'))
    return
  }
  const inside = folder === resources ? '' : '/resources'
  const lines = [
    '#!/bin/sh',
    '# Followed through links, so that one in /usr/local/bin works.',
    `here=$(dirname -- "$(readlink -f -- "$0")")${inside}`,
    'exec "$here/node" "$here/app.asar.unpacked/out/main/cli.js" "$@"',
    '',
  ]
  const launcher = join(folder, 'cantoniere-cli')
  writeFileSync(launcher, lines.join('\n'))
  chmodSync(launcher, 0o755)
}

/** @param {string} archive @returns {string[]} folders of the packages that lie in it or were built into its files */
function packagesIn(archive) {
  const names = listPackage(archive, { isPack: false }).map((listed) => listed.split(sep).filter(Boolean).join('/'))
  const notes = names.filter((name) => /^out\/[^/]+\/packages(\.worker)?\.json$/.test(name))
  if (names.includes('out/renderer/index.html') && notes.length < 4)
    throw new Error('a part of the program does not say what was built into it (built-in.config.ts)')
  return [
    ...notes.flatMap((name) => /** @type {string[]} */ (JSON.parse(extractFile(archive, name).toString('utf8')))),
    ...names.flatMap((name) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(name)?.[1] ?? []),
  ]
}

/** @param {string} archive */
function layBeside(archive) {
  for (const listed of listPackage(archive, { isPack: false })) {
    const name = listed.split(sep).filter(Boolean).join(sep)
    const entry = statFile(archive, name)
    const target = join(`${archive}.unpacked`, name)
    if ('files' in entry) mkdirSync(target, { recursive: true })
    // Native modules lie there already.
    else if (!entry.unpacked && !('link' in entry)) {
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, extractFile(archive, name))
    }
  }
}
