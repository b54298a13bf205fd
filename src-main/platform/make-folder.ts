import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder that a person named, with those above it. Node's own `recursive` asks for ever again where a folder is
 * there and takes no child (/proc, a share half unmounted): here each name is asked for once. Throws what the system says.
 */
export const makeFolder = (path: string): void => {
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return
    throw Object.assign(new Error(`not a folder: ${path}`), { code: 'ENOTDIR' })
  }
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Two desks may make the same one.
    if (!existsSync(path)) throw error
  }
}
