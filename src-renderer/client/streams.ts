import { attachmentRef } from '@shared/contract/tickets'
import { ERROR_CODES, appError, type ErrorCode } from '@shared/kernel/app-error'
import { err, ok, type Result } from '@shared/kernel/result'
import type { PhotoSize } from '@shared/photos/photo-facts'
import { z } from 'zod'
import { useSession } from '@/app/session'

/** What a command names it by, and its bytes. */
type PutFile = z.output<typeof attachmentRef> & { readonly size: number }

/** The engine names what it stored by its content's hash. */
const stored = z.object({ sha256: attachmentRef.shape.sha256 })

const refusal = z.object({ error: z.object({ code: z.enum(ERROR_CODES) }) })

/** Why a file was not taken, from the stream door's answer: its own word, or what its status says. */
export const refusedUpload = (status: number, body: string): ErrorCode => {
  try {
    return refusal.parse(JSON.parse(body)).error.code
  } catch {
    return status === 413 ? 'attachment_too_large' : 'file_unreadable'
  }
}

/** More than this no door takes; the engine says it again. */
const MAX_BYTES = 50 * 1024 * 1024

const readAsDataUrl = (blob: Blob): Promise<string | null> =>
  new Promise((resolve) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : null))
    reader.addEventListener('error', () => resolve(null))
    reader.readAsDataURL(blob)
  })

/** The door beside the contract: attachments, written as they come and read by their content's hash. */
export const useStreams = () => {
  const session = useSession()

  const attachmentUrl = (sha256: string, name = ''): string => session.streamUrl(sha256, name)

  /** A photo as it is looked at: small beside other things (`thumb`), or as large as a window (`view`). */
  const photoUrl = (sha256: string, size: PhotoSize): string => session.photoUrl(sha256, size)

  const dataUrl = async (address: string): Promise<string | null> => {
    try {
      const answer = await fetch(address)
      return answer.ok ? await readAsDataUrl(await answer.blob()) : null
    } catch {
      return null
    }
  }

  /** Puts a file into the store's folder; the answer is what a command names it by. */
  const putFile = async (file: File): Promise<Result<PutFile>> => {
    if (file.size > MAX_BYTES) return err(appError('attachment_too_large', { details: { name: file.name } }))
    try {
      const answer = await fetch(session.streamUrl(''), { method: 'PUT', body: file })
      if (answer.ok) return ok({ sha256: stored.parse(await answer.json()).sha256, name: file.name, size: file.size })
      return err(appError(refusedUpload(answer.status, await answer.text())))
    } catch {
      return err(appError('engine_unreachable'))
    }
  }

  /** Asked of the web by the engine, at a person's word; null when it could not be had. */
  const mailPicture = (messageId: number, address: string): Promise<string | null> =>
    dataUrl(session.mailPictureUrl(messageId, address))

  return { attachmentUrl, photoUrl, dataUrl, mailPicture, putFile }
}
