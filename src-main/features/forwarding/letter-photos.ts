import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { withoutMetadata } from '@shared/photos/without-metadata'
import type { StoredFile } from '@main/store/attachment-files'
import type { OpenedStore } from '@main/store/current-store'
import type { ReadDb } from '@main/store/handles'
import { redactionsOf } from '../photos/redaction-queries'

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/webp': 'webp' }
const CLEANABLE = ['image/jpeg', 'image/png', 'image/webp']

export interface TicketPhoto {
  readonly sha256: string
  readonly name: string
  readonly type: string
  readonly size: number
}

/** A ticket's pictures that can be cleaned, each once, and how many other files it has. */
export const photosOf = async (
  db: ReadDb,
  ticketId: number,
): Promise<{ readonly photos: TicketPhoto[]; readonly filesLeft: number }> => {
  const rows = await db
    .selectFrom('attachments')
    .leftJoin('messages', 'messages.id', 'attachments.message_id')
    .select(['attachments.sha256', 'attachments.name', 'attachments.type', 'attachments.size', 'attachments.inline'])
    .where('attachments.ticket_id', '=', ticketId)
    // What the office or a body sent, receipts among it, is nobody's photo of the place.
    .where((eb) => eb.or([eb('messages.id', 'is', null), eb('messages.purpose', 'in', ['report', 'message'])]))
    .orderBy('attachments.id')
    .execute()
  // What somebody blackened is shown, and leaves, in the original's place.
  const redacted = await redactionsOf(
    db,
    rows.map(({ sha256 }) => sha256),
  )
  const shown = rows.map((row) => ({ ...row, sha256: redacted.get(row.sha256)?.redacted ?? row.sha256 }))
  const once = [...new Map(shown.map((row) => [row.sha256, row])).values()]
  const photos = once.filter(({ type }) => CLEANABLE.includes(type))
  return {
    photos: photos.map(({ sha256, name, type, size }) => ({ sha256, name, type, size })),
    filesLeft: once.filter(({ type, inline }) => !CLEANABLE.includes(type) && inline === 0).length,
  }
}

export interface CleanPhoto extends StoredFile {
  readonly name: string
  readonly type: string
}

/** Before a write begins: the chosen photos as they may leave. One that cannot be cleaned refuses for all. */
export const cleanPhotos = async (
  { store, files }: Pick<OpenedStore, 'store' | 'files'>,
  ticketId: number,
  chosen: readonly string[],
): Promise<Result<CleanPhoto[]>> => {
  if (chosen.length === 0) return ok([])
  const found = await store.read((db) => photosOf(db, ticketId))
  if (!found.ok) return found
  const clean: CleanPhoto[] = []
  for (const [index, sha256] of [...new Set(chosen)].entries()) {
    const photo = found.value.photos.find((one) => one.sha256 === sha256)
    if (photo === undefined || (await files.size(sha256)) === null)
      return err(appError('attachment_missing', { details: { name: photo?.name ?? '' } }))
    const content = withoutMetadata(await files.read(sha256))
    if (content === null) return err(appError('file_unreadable', { details: { name: photo.name } }))
    // Names that telephones give say the day; those that people give may say who.
    const name = `foto-${index + 1}.${EXTENSIONS[photo.type] ?? 'jpg'}`
    clean.push({ ...(await files.put(content)), name, type: photo.type })
  }
  return ok(clean)
}
