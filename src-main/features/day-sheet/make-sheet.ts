import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import { drawSheet } from './draw-sheet'
import { findSheet } from './sheet-queries'
import type { SheetFacts } from './sheet-facts'
import type { SheetLanguage } from './sheet-words'

export interface SheetRequest {
  readonly crewId: number
  readonly day: string
  readonly language: SheetLanguage
  /** False for somebody who may not see who called. */
  readonly withPeople: boolean
  readonly withPhotos: boolean
}

export interface MadeSheet {
  readonly name: string
  readonly pdf: Buffer
}

/** Larger photos stay on the desk: a sheet of ten stops has to go through an office printer. */
const LARGEST_PHOTO = 8_000_000

/** A crew's paper for a day, as the store knows it at this moment. `not_found` for an unknown crew. */
export const makeSheet = async (parts: FeatureParts, request: SheetRequest): Promise<Result<MadeSheet>> => {
  const { store, files } = parts.current
  const { crewId, day, withPeople, language } = request
  const found = await store.read((db) => findSheet(db, { crewId, day, withPeople, now: parts.clock.now() }))
  if (!found.ok) return found
  if (found.value === undefined) return err(appError('not_found', { field: 'crewId' }))
  const photoOf = async (sha256: string | null): Promise<Uint8Array | null> => {
    if (sha256 === null || !request.withPhotos) return null
    const size = await files.size(sha256)
    return size === null || size > LARGEST_PHOTO ? null : files.read(sha256)
  }
  const stops: SheetFacts['stops'] = await Promise.all(
    found.value.stops.map(async ({ photoSha, ...stop }) => {
      const photo = await photoOf(photoSha)
      return { ...stop, photo, moreFiles: stop.moreFiles + (photoSha !== null && photo === null ? 1 : 0) }
    }),
  )
  const pdf = await drawSheet({ ...found.value, stops }, language)
  return ok({ name: `${day} ${found.value.crew.name}.pdf`.replaceAll(/[/\\:*?"<>|]/g, '-'), pdf })
}
