import type { OutputOf } from '@shared/contract/define'
import type { PhotoFactsOf, photos } from '@shared/contract/photos'
import type { AppError } from '@shared/kernel/app-error'
import { plainDetails } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { PhotoFacts } from '@shared/photos/photo-facts'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import { addressAt } from '../places/street-queries'
import { neededFor } from './file-access-queries'
import type { PhotoParts } from './photo-port'
import { townBoundary } from './photo-queries'

type Facts = OutputOf<(typeof photos)['facts']>

/** A photo never changes what it says: it is asked once in a while that the desk runs. */
const known = new Map<string, Result<PhotoFacts>>()
const KEPT = 2000

const factsOf = async ({ photos: port, current }: PhotoParts, sha256: string): Promise<Result<PhotoFacts>> => {
  const before = known.get(sha256)
  if (before !== undefined) return before
  const found = await port.facts(current.files.pathOf(sha256))
  // A file that is away may come back, and a machine that was busy may be free.
  if (found.ok || found.error.code === 'photo_unreadable' || found.error.code === 'photo_too_large') {
    if (known.size >= KEPT) known.delete(known.keys().next().value ?? '')
    known.set(sha256, found)
  }
  return found
}

const problemOf = (error: AppError): NonNullable<PhotoFactsOf['problem']> => ({
  code: error.code,
  details: plainDetails(error),
})

/** See `photos.facts`. */
export const readFacts = async (
  parts: PhotoParts,
  caller: SignedInCaller,
  files: readonly string[],
): Promise<Result<Facts>> => {
  const { store } = parts.current
  const seen = await store.read(async (db) => {
    const may: string[] = []
    for (const sha256 of new Set(files)) if (mayCaller(caller, await neededFor(db, sha256))) may.push(sha256)
    return may
  })
  if (!seen.ok) return seen
  const told: { readonly sha256: string; readonly facts: Result<PhotoFacts> }[] = []
  for (const sha256 of seen.value) told.push({ sha256, facts: await factsOf(parts, sha256) })
  const isPlaced = told.some(({ facts }) => facts.ok && facts.value.position !== null)
  return store.read(async (db) => {
    const inTown = isPlaced ? await townBoundary(db) : () => null
    const photos: PhotoFactsOf[] = []
    for (const { sha256, facts } of told) {
      if (!facts.ok) {
        const nothing = { width: 0, height: 0, takenAt: null, position: null }
        photos.push({ sha256, ...nothing, problem: problemOf(facts.error) })
        continue
      }
      const { position: at, ...rest } = facts.value
      const position = at && { ...at, inside: inTown(at), near: (await addressAt(db, at))?.text ?? null }
      photos.push({ sha256, ...rest, position, problem: null })
    }
    return { photos }
  })
}
