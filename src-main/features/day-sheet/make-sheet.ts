import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import type { PhotoPort } from '../photos/photo-port'
import { drawSheet } from './draw-sheet'
import { findSheet } from './sheet-queries'
import type { SheetFacts } from './sheet-facts'
import { type DayRoads, sheetWay } from './sheet-way'
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

/** Longest edge in pixels: 118 points wide, at 300 dots an inch with room to crop. */
const PRINTED_EDGE = 640

export interface SheetParts extends FeatureParts {
  readonly photos: PhotoPort
  readonly dayRoads: DayRoads
}

/** A crew's paper for a day, as the store knows it at this moment. `not_found` for an unknown crew. */
export const makeSheet = async (parts: SheetParts, request: SheetRequest): Promise<Result<MadeSheet>> => {
  const { store, files } = parts.current
  const { crewId, day, withPeople, language } = request
  const found = await store.read((db) => findSheet(db, { crewId, day, withPeople, now: parts.clock.now() }))
  if (!found.ok) return found
  if (found.value === undefined) return err(appError('not_found', { field: 'crewId' }))
  const photoOf = async (sha256: string | null): Promise<Uint8Array | null> => {
    if (sha256 === null || !request.withPhotos) return null
    const printed = await parts.photos.scaled(files.pathOf(sha256), [PRINTED_EDGE])
    return printed.ok ? (printed.value[0]?.content ?? null) : null
  }
  const stops: SheetFacts['stops'] = await Promise.all(
    found.value.stops.map(async ({ photoSha, ...stop }) => {
      const photo = await photoOf(photoSha)
      return { ...stop, photo, moreFiles: stop.moreFiles + (photoSha !== null && photo === null ? 1 : 0) }
    }),
  )
  const way = await sheetWay(parts.dayRoads, found.value)
  const pdf = await drawSheet({ ...found.value, stops, way }, language)
  return ok({ name: `${day} ${found.value.crew.name}.pdf`.replaceAll(/[/\\:*?"<>|]/g, '-'), pdf })
}
