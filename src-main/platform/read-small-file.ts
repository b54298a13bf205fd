import { readFileSync, renameSync } from 'node:fs'
import { z } from 'zod'

/**
 * What a small JSON file of this user's holds; null where there is none. Throws what the disk says, and a SyntaxError or
 * ZodError for junk: a file that cannot be read now (another program holds it) is not an empty one.
 */
export const readSmallFile = <T>(path: string, schema: z.ZodType<T>): T | null => {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** The same for whoever is about to write: junk is put aside as `<file>.damaged`, not written over, and counts as none. */
export const readOrPutAside = <T>(path: string, schema: z.ZodType<T>): T | null => {
  try {
    return readSmallFile(path, schema)
  } catch (error) {
    // What the disk refuses is no damage.
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error
    renameSync(path, `${path}.damaged`)
    return null
  }
}
