import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { filmWithoutMetadata, isFilm } from '@shared/photos/film-boxes'
import { photoTypeOf, renamedFor } from '@shared/photos/photo-types'
import { withoutMetadata } from '@shared/photos/without-metadata'
import type { AttachmentFiles } from '@main/store/attachment-files'
import type { PhotoPort } from './photo-port'

export interface LeavingFile {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

/**
 * A stored file as it may leave the office: a photo without position, time, camera and owner, what others cannot open
 * as JPEG; a film without the same; every other file as it is. The stored one is not touched. What is a photo or a film
 * and cannot be cleaned does not leave: refusals as of `PhotoPort`, `film_unreadable`. Rejects with ENOENT when the file is gone.
 */
export const leavingFile = async (
  photos: PhotoPort,
  files: AttachmentFiles,
  file: { readonly sha256: string; readonly name: string; readonly type: string },
): Promise<Result<LeavingFile>> => {
  const stored = await files.read(file.sha256)
  const type = photoTypeOf(stored)
  if (type === null && isFilm(stored)) {
    const film = filmWithoutMetadata(stored)
    return film === null ? err(appError('film_unreadable')) : ok({ name: file.name, type: file.type, content: film })
  }
  if (type === null) return ok({ name: file.name, type: file.type, content: stored })
  const same = withoutMetadata(stored)
  if (same !== null) return ok({ name: renamedFor(file.name, type), type, content: same })
  const drawn = await photos.redrawn(files.pathOf(file.sha256), [])
  return drawn.ok ? ok({ ...drawn.value, name: renamedFor(file.name, drawn.value.type) }) : drawn
}
