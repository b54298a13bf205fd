import { relative, sep } from 'node:path'
import type { Plugin } from 'vite'

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/

/**
 * Notes in `packages.json` (a worker of the page in a file of its own) the folders of the packages that were built into a part of the program, relative to `root`:
 * their licences are lost on the way and written down while it is packed (scripts/licences.mjs).
 */
export const notePackages = (root: string, fileName = 'packages.json'): Plugin => ({
  name: 'note-packages',
  apply: 'build',
  generateBundle(_options, bundle) {
    const folders = Object.values(bundle)
      .flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
      .flatMap((id) => PACKAGE.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[0] ?? [])
      .map((folder) => relative(root, folder).split(sep).join('/'))
    const source = JSON.stringify([...new Set(folders)].toSorted())
    this.emitFile({ type: 'asset', fileName, source })
  },
})
