import type { attachmentRef } from '@shared/contract/tickets'
import { appError } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'
import type { z } from 'zod'
import { useSession } from '@/app/session'

type AttachmentRef = z.output<typeof attachmentRef>

/** More than this no door takes; the engine says it again. */
const MAX_BYTES = 50_000_000

const hexOf = (digest: ArrayBuffer): string =>
  [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const readAsDataUrl = (blob: Blob): Promise<string | null> =>
  new Promise((resolve) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : null))
    reader.addEventListener('error', () => resolve(null))
    reader.readAsDataURL(blob)
  })

/** The doors beside the contract: attachments by their content's hash, and remote pictures through the engine. */
export const useStreams = () => {
  const session = useSession()

  const attachmentUrl = (sha256: string, name = ''): string => session.streamUrl(sha256, name)

  /** Fetched by the engine, which knows what it may fetch; never by the page. */
  const remoteUrl = (address: string): string =>
    `/fetch?${new URLSearchParams({ t: session.streamToken, url: address }).toString()}`

  const dataUrl = async (address: string): Promise<string | null> => {
    try {
      const answer = await fetch(address)
      return answer.ok ? await readAsDataUrl(await answer.blob()) : null
    } catch {
      return null
    }
  }

  /** Puts a file into the store's folder; the answer is what a command names it by. */
  const putFile = async (file: File): Promise<Result<AttachmentRef>> => {
    if (file.size > MAX_BYTES) return err(appError('attachment_too_large', { details: { name: file.name } }))
    try {
      const bytes = await file.arrayBuffer()
      const sha256 = hexOf(await crypto.subtle.digest('SHA-256', bytes))
      const answer = await fetch(session.streamUrl(sha256), {
        method: 'PUT',
        body: bytes,
        headers: { 'content-type': file.type || 'application/octet-stream' },
      })
      if (answer.ok) return ok({ sha256, name: file.name })
      return err(appError(answer.status === 413 ? 'attachment_too_large' : 'file_unreadable'))
    } catch {
      return err(appError('engine_unreachable'))
    }
  }

  return { attachmentUrl, remoteUrl, dataUrl, putFile }
}
