import { z } from 'zod'
import type { ErrorCode } from '@shared/kernel/app-error'
import { refusedUpload } from './streams'

const answerSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number() })
export type SentFile = { readonly sha256: string } | { readonly refused: ErrorCode }

/**
 * Puts a file through the stream door and says how far it has gone (0 to 1). XMLHttpRequest, since fetch says nothing of
 * that; `signal` stops it.
 */
export const sendFile = (
  file: File,
  address: string,
  onPart: (part: number) => void,
  signal?: AbortSignal,
): Promise<SentFile> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('PUT', address)
    request.upload.addEventListener('progress', ({ loaded, total }) => onPart(total > 0 ? loaded / total : 0))
    request.addEventListener('error', () => resolve({ refused: 'engine_unreachable' }))
    request.addEventListener('abort', () => resolve({ refused: 'cancelled' }))
    request.addEventListener('load', () => {
      if (request.status >= 300) return resolve({ refused: refusedUpload(request.status, request.responseText) })
      try {
        resolve(answerSchema.parse(JSON.parse(request.responseText)))
      } catch {
        resolve({ refused: 'file_unreadable' })
      }
    })
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
