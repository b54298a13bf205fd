import { type FileHandle, open } from 'node:fs/promises'
import type { ProxyAnswer } from './proxy-answer'

const MAGIC = 'PMTiles'
/** Readers ask for the head (16 KiB), directories and tiles: never for the file. */
const MAX_BYTES = 16 * 1024 * 1024

const answer = (status: number, headers: Record<string, string> = {}): ProxyAnswer => ({
  status,
  headers,
  body: new Uint8Array(),
})

const slice = async (file: FileHandle, range: string | null): Promise<ProxyAnswer> => {
  const { size, mtimeMs } = await file.stat()
  const head = Buffer.alloc(MAGIC.length)
  await file.read(head, 0, head.length, 0)
  // Whatever path the settings name: only a file of this kind is ever read out.
  if (head.toString('latin1') !== MAGIC) return answer(415)
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const start = Number(first ?? Number.NaN)
  const end = Math.min(last ? Number(last) : size - 1, size - 1)
  if (!(start <= end) || end - start >= MAX_BYTES) return answer(416, { 'content-range': `bytes */${size}` })
  const body = Buffer.alloc(end - start + 1)
  const { bytesRead } = await file.read(body, 0, body.length, start)
  return {
    status: 206,
    headers: {
      'content-type': 'application/vnd.pmtiles',
      'content-range': `bytes ${start}-${start + bytesRead - 1}/${size}`,
      'accept-ranges': 'bytes',
      etag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`,
      'cache-control': 'no-cache',
    },
    body: body.subarray(0, bytesRead),
  }
}

/** A range of a .pmtiles file on this machine: 206, 404 not there, 415 not such a file, 416 no or too large a range. */
export const answerPmtiles = async (path: string, range: string | null): Promise<ProxyAnswer> => {
  let file: FileHandle
  try {
    file = await open(path, 'r')
  } catch {
    return answer(404)
  }
  try {
    return await slice(file, range)
  } finally {
    await file.close()
  }
}
