import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

export interface PageFile {
  readonly body: Buffer<ArrayBuffer>
  readonly type: string
  readonly cacheControl: string
}

/**
 * A file of the built page, or null: what is not one of its kinds or lies outside its folder is not there.
 * @param pathname of the address, still percent-encoded; `/` is the page itself
 */
export const readPageFile = async (folder: string, pathname: string): Promise<PageFile | null> => {
  const relative = decoded(pathname === '/' ? '/index.html' : pathname)
  if (relative === null || relative.includes('\0')) return null
  const path = normalize(join(folder, relative))
  const type = TYPES[extname(path)]
  if (type === undefined || !path.startsWith(`${normalize(folder)}${sep}`)) return null
  try {
    // Below assets/ a file's name holds the digest of what is in it.
    const cacheControl = relative.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'
    return { body: await readFile(path), type, cacheControl }
  } catch {
    return null
  }
}

const decoded = (pathname: string): string | null => {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
