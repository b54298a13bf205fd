import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import type { ProxyAnswer } from './proxy-answer'
import { isTileType } from './tile-cache'

const ENDINGS = ['png', 'jpg', 'jpeg', 'webp']

const answer = (status: number): ProxyAnswer => ({ status, headers: {}, body: new Uint8Array() })

/** One picture of a folder `<zoom>/<column>/<row>.png`: 200, 404 not there, 415 something else than a picture. */
export const answerTile = async (folder: string, z: number, x: number, y: number): Promise<ProxyAnswer> => {
  for (const ending of ENDINGS) {
    let body: Buffer
    try {
      body = await readFile(join(folder, String(z), String(x), `${y}.${ending}`))
    } catch {
      continue
    }
    // Whatever folder the settings name: only pictures are ever read out.
    const type = (await fileTypeFromBuffer(body))?.mime ?? ''
    if (!isTileType(type)) return answer(415)
    return { status: 200, headers: { 'content-type': type, 'cache-control': 'private, max-age=3600' }, body }
  }
  return answer(404)
}
