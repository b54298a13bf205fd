import type { InputOf, OutputOf } from '@shared/contract/define'
import type { photos } from '@shared/contract/photos'
import { appError, refuse } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import { renamedFor } from '@shared/photos/photo-types'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import { attachFiles, rememberBlob } from '../tickets/attach-files'
import { actorOf, writeEntry } from '../tickets/write-entry'
import type { PhotoParts } from './photo-port'
import { photoOfTicket } from './photo-queries'
import { isOriginal, redactionsOf } from './redaction-queries'

type Redact = InputOf<(typeof photos)['redact']>

/** `foto.heic` becomes `foto-oscurata.jpg`, and stays so however often it is redacted. */
const redactedName = (name: string, type: string): string => {
  const dot = name.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  const marked = stem.endsWith('-oscurata') ? stem : `${stem}-oscurata`
  return renamedFor(`${marked.slice(0, 180)}${extension}`, type)
}

/** See `photos.redact`. What is slow, the drawing, is done before the write begins. */
export const redactPhoto = async (
  parts: PhotoParts,
  caller: SignedInCaller,
  input: Redact,
): Promise<Result<OutputOf<(typeof photos)['redact']>>> => {
  const { store, files } = parts.current
  const { ticketId, sha256, boxes } = input
  const found = await store.read(async (db) => ({
    photo: await photoOfTicket(db, ticketId, sha256),
    isOriginal: await isOriginal(db, sha256),
  }))
  if (!found.ok) return found
  const { photo } = found.value
  if (photo === undefined) return err(appError('attachment_missing', { field: 'sha256' }))
  const drawn = await parts.photos.redrawn(files.pathOf(sha256), boxes)
  if (!drawn.ok) return drawn
  const stored = await files.put(drawn.value.content)
  const at = parts.clock.now()
  const made = await store.write((db) =>
    doOnce(db, { userId: caller.user.id, at, key: input.key }, async () => {
      const isShownElse = await isOriginal(db, sha256)
      // A colleague was quicker: their boxes would be lost, and these are kept on screen.
      if (isShownElse && !found.value.isOriginal) refuse('conflict', { field: 'sha256' })
      if (isShownElse && !mayCaller(caller, 'tickets.originals'))
        refuse('forbidden', { details: { needs: 'tickets.originals' } })
      await rememberBlob(db, { ...stored, type: drawn.value.type, at })
      const name = redactedName(photo.name, drawn.value.type)
      const entry = { ticketId, at, kind: 'redacted', actor: actorOf(caller), data: { name: photo.name } } as const
      const entryId = await writeEntry(db, entry)
      await attachFiles(db, { ticketId, entryId, at }, [{ sha256: stored.sha256, name }])
      await replace(db, sha256, { redacted: stored.sha256, ticketId, at, by: caller.user.displayName })
      return { sha256: stored.sha256 }
    }),
  )
  if (made.ok) await parts.forgetPictures(sha256)
  return made
}

const replace = async (
  db: WriteDb,
  original: string,
  about: { readonly redacted: string; readonly ticketId: number; readonly at: number; readonly by: string },
): Promise<void> => {
  const now = { redacted_sha256: about.redacted, redacted_at: about.at, redacted_by: about.by }
  // Redacted anew from its original: what was made of it before is not shown beside this one.
  const before = (await redactionsOf(db, [original])).get(original)?.redacted ?? original
  for (const one of new Set([original, before])) {
    // The same boxes on the same photo make the same picture.
    if (one === about.redacted) continue
    // Redacted once more: whatever was shown as that one is shown as this one.
    await db.updateTable('photo_redactions').set(now).where('redacted_sha256', '=', one).execute()
    await db
      .insertInto('photo_redactions')
      .values({ original_sha256: one, ticket_id: about.ticketId, ...now })
      .onConflict((conflict) => conflict.column('original_sha256').doUpdateSet(now))
      .execute()
  }
}

/** See `photos.unredact`. */
export const unredactPhoto = (
  parts: PhotoParts,
  caller: SignedInCaller,
  { ticketId, sha256 }: InputOf<(typeof photos)['unredact']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const photo = await photoOfTicket(db, ticketId, sha256)
    const { numDeletedRows } = await db
      .deleteFrom('photo_redactions')
      .where('redacted_sha256', '=', sha256)
      .executeTakeFirst()
    if (photo === undefined || numDeletedRows === 0n) refuse('attachment_missing', { field: 'sha256' })
    await writeEntry(db, {
      ticketId,
      at: parts.clock.now(),
      kind: 'redacted',
      actor: actorOf(caller),
      data: { name: photo?.name ?? '', status: 'undone' },
    })
    return {}
  })
