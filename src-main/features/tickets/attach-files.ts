import { refuse } from '@shared/kernel/app-error'
import type { WriteDb } from '@main/store/handles'
import { insertRow } from '@main/store/insert-row'
import { KeptQuery, later } from '@main/store/kept-query'

export interface FileRef {
  readonly sha256: string
  readonly name: string
  readonly inline?: boolean
  readonly cid?: string | null
}

const blobs = new KeptQuery<{ type: string; size: number }>()

/** Names uploaded files on a ticket; refuses with `attachment_missing` what the stream door never took in. */
export const attachFiles = async (
  db: WriteDb,
  to: { readonly ticketId: number; readonly messageId?: number; readonly entryId?: number; readonly at: number },
  files: readonly FileRef[],
): Promise<void> => {
  for (const file of files) {
    const [blob] = await blobs.run(
      db,
      '',
      () => db.selectFrom('blobs').select(['type', 'size']).where('sha256', '=', later<string>('sha256')),
      { sha256: file.sha256 },
    )
    if (!blob) return refuse('attachment_missing', { details: { name: file.name } })
    await insertRow(db, 'attachments', {
      ticket_id: to.ticketId,
      message_id: to.messageId ?? null,
      entry_id: to.entryId ?? null,
      sha256: file.sha256,
      name: file.name,
      type: blob.type,
      size: blob.size,
      inline: file.inline === true ? 1 : 0,
      cid: file.cid ?? null,
      created_at: to.at,
    })
  }
}

/** An uploaded file has done its work: without its row the sweep takes it in a week, unless something hangs on it. */
export const forgetUpload = async (db: WriteDb, sha256: string): Promise<void> => {
  const attached = await db.selectFrom('attachments').select('id').where('sha256', '=', sha256).executeTakeFirst()
  if (attached === undefined) await db.deleteFrom('blobs').where('sha256', '=', sha256).execute()
}

/** Remembers a file that lies in the folder; harmless when it is known. */
export const rememberBlob = async (
  db: WriteDb,
  blob: { readonly sha256: string; readonly size: number; readonly type: string; readonly at: number },
): Promise<void> => {
  const { at: created_at, sha256, size, type } = blob
  await insertRow(db, 'blobs', { sha256, size, type, created_at }, ['sha256'])
}
