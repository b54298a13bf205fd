import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/**
 * Lies beside a store that was moved (`archivio.db.spostato.json`) and says where it went. A file of its own, since
 * in the store itself nobody may be able to write any more, least of all on a share whose locks do not hold.
 */
const schema = z.object({
  /** `moving` until the new file is whole: nobody has written in it yet. */
  state: z.enum(['moving', 'moved']),
  at: z.number(),
  to: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('served'),
      name: z.string(),
      address: z.string(),
      port: z.number().int(),
      fingerprint: z.string(),
    }),
    z.object({ kind: z.literal('file'), path: z.string() }),
  ]),
})
export type MovedNote = z.output<typeof schema>

const noteOf = (path: string): string => `${path}.spostato.json`

export const readMovedNote = (path: string): MovedNote | null => {
  try {
    return schema.parse(JSON.parse(readFileSync(noteOf(path), 'utf8')))
  } catch {
    return null
  }
}

/** Throws when the folder does not let itself be written. */
export const writeMovedNote = (path: string, note: MovedNote): void => {
  const file = noteOf(path)
  writeFileSync(`${file}.part`, JSON.stringify(note, null, 2))
  renameSync(`${file}.part`, file)
}

export const removeMovedNote = (path: string): void => rmSync(noteOf(path), { force: true })
