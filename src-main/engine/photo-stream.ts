import type { SessionUser } from '@shared/contract/accounts'
import { PHOTO_EDGES, type PhotoSize } from '@shared/photos/photo-facts'
import { photoTypeOf } from '@shared/photos/photo-types'
import type { CurrentStore } from '@main/store/current-store'
import { neededFor } from '../features/photos/file-access-queries'
import type { PhotoPort } from '../features/photos/photo-port'
import type { PictureCache } from '../photos/picture-cache'
import { KEPT_BUT_ASKED, type ProxyAnswer } from './proxy-answer'

const PATH = /^photo\/([0-9a-f]{64})\/(thumb|view)$/
const JPEG = 'image/jpeg'
/** As much of a file as its type can be told from. */
const HEAD_BYTES = 32

const refused = (status: number): ProxyAnswer => ({ status, headers: {}, body: new Uint8Array() })

export interface PhotoStreamParts {
  readonly current: CurrentStore
  readonly photos: PhotoPort
  readonly cache: PictureCache
}

/** What is being drawn: a list that shows one photo twice draws it once. */
const underWay = new Map<string, Promise<Uint8Array | null>>()

const drawn = async ({ current, photos, cache }: PhotoStreamParts, sha256: string, size: PhotoSize) => {
  const kept = await cache.get(sha256, size)
  if (kept !== null) return kept
  // Seconds go into an HEIC's rows: whoever saw the small picture finds the large one ready.
  const head = await current.files.head(sha256, HEAD_BYTES).catch(() => new Uint8Array())
  const isSlow = /hei[cf]$/.test(photoTypeOf(head) ?? '')
  const sizes: readonly PhotoSize[] = isSlow ? ['view', 'thumb'] : [size]
  const made = await photos.scaled(
    current.files.pathOf(sha256),
    sizes.map((one) => PHOTO_EDGES[one]),
  )
  if (!made.ok) return null
  for (const [index, one] of sizes.entries())
    await cache.put(sha256, one, made.value[index]?.content ?? new Uint8Array())
  return made.value[sizes.indexOf(size)]?.content ?? null
}

const drawnOnce = (parts: PhotoStreamParts, sha256: string, size: PhotoSize): Promise<Uint8Array | null> => {
  const name = `${sha256}-${size}`
  const before = underWay.get(name)
  if (before) return before
  const drawing = drawn(parts, sha256, size).finally(() => underWay.delete(name))
  underWay.set(name, drawing)
  return drawing
}

/**
 * A photo as JPEG, upright, small enough for what shows it: `photo/<hash>/thumb` beside other things, `photo/<hash>/view`
 * by itself. Whatever a telephone wrote (HEIC too) comes out as something that every page can draw. Null for another path;
 * 403 for who may not see the file, 404 for an unknown one, 422 for one that cannot be opened (`photos.facts` says why).
 */
export const answerPhoto = async (
  request: { readonly path: string },
  user: SessionUser,
  parts: PhotoStreamParts,
): Promise<ProxyAnswer | null> => {
  const [, sha256, size] = PATH.exec(request.path) ?? []
  if (sha256 === undefined || size === undefined) return null
  const found = await parts.current.store.read(async (db) => ({
    blob: await db.selectFrom('blobs').select('type').where('sha256', '=', sha256).executeTakeFirst(),
    needs: await neededFor(db, sha256),
  }))
  if (!found.ok || found.value.blob === undefined) return refused(404)
  if (!user.permissions.includes(found.value.needs)) {
    // Redacted on another desk, perhaps: what this one still keeps of it goes.
    if (found.value.needs === 'tickets.originals') await parts.cache.forget(sha256)
    return refused(403)
  }
  // A list's small pictures belong to the look at that list; who opens one has looked at it.
  if (size === 'view')
    parts.current.opened?.store.trail.look({
      kind: 'look',
      name: 'photos.view',
      actor: { id: user.id, name: user.username },
      entity: 'files',
      object: sha256,
      outcome: 'ok',
    })
  const body = await drawnOnce(parts, sha256, size as PhotoSize)
  if (body === null) return refused(422)
  return {
    status: 200,
    headers: { 'content-type': JPEG, 'cache-control': KEPT_BUT_ASKED, etag: `"${sha256}-${size}"` },
    body,
  }
}
