import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import { MAX_TILE_BYTES } from './fetch-picture'
import type { ProxyAnswer } from './proxy-answer'
import { isTileType } from './tile-cache'

const ENDINGS = ['png', 'jpg', 'jpeg', 'webp']

const answer = (status: number): ProxyAnswer => ({ status, headers: {}, body: new Uint8Array() })

const readTile = async (path: string): Promise<ProxyAnswer> => {
  const file = await stat(path)
  // A pipe under a tile's name would never end, a disk image under one would fill the engine's memory.
  if (!file.isFile()) return answer(404)
  if (file.size > MAX_TILE_BYTES) return answer(413)
  const body = await readFile(path)
  // Whatever folder the settings name: only pictures are ever read out.
  const type = (await fileTypeFromBuffer(body))?.mime ?? ''
  if (!isTileType(type)) return answer(415)
  return { status: 200, headers: { 'content-type': type, 'cache-control': 'private, max-age=3600' }, body }
}

/**
 * One picture of a folder `<zoom>/<column>/<row>.png`: 200, 404 not there, 413 too large, 415 something else than a
 * picture. The three are numbers: nothing but such a path below the folder is ever opened.
 */
export const answerTile = async (folder: string, z: number, x: number, y: number): Promise<ProxyAnswer> => {
  for (const ending of ENDINGS)
    try {
      return await readTile(join(folder, String(z), String(x), `${y}.${ending}`))
    } catch {
      continue
    }
  return answer(404)
}
