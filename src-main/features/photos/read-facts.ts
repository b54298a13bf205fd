import type { OutputOf } from '@shared/contract/define'
import type { PhotoFactsOf, photos } from '@shared/contract/photos'
import type { AppError } from '@shared/kernel/app-error'
import { plainDetails } from '@shared/kernel/app-error'
import { type Result, ok } from '@shared/kernel/result'
import type { PhotoFacts } from '@shared/photos/photo-facts'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import { addressAt } from '../places/street-queries'
import { neededFor } from './file-access-queries'
import type { PhotoParts } from './photo-port'
import { isInTown } from './photo-queries'

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
  const answer: PhotoFactsOf[] = []
  for (const sha256 of new Set(files)) {
    const needs = await store.read((db) => neededFor(db, sha256))
    if (!needs.ok) return needs
    if (!mayCaller(caller, needs.value)) continue
    const facts = await factsOf(parts, sha256)
    if (!facts.ok) {
      const nothing = { width: 0, height: 0, takenAt: null, position: null }
      answer.push({ sha256, ...nothing, problem: problemOf(facts.error) })
      continue
    }
    const { position, ...rest } = facts.value
    const placed =
      position === null
        ? null
        : await store.read(async (db) => {
            const near = await addressAt(db, position)
            return { ...position, inside: await isInTown(db, position), near: near?.text ?? null }
          })
    if (placed !== null && !placed.ok) return placed
    answer.push({ sha256, ...rest, position: placed?.value ?? null, problem: null })
  }
  return ok({ photos: answer })
}
