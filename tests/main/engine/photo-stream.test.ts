import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@shared/accounts/permissions'
import { answerPhoto } from '@main/engine/photo-stream'
import { StreamDoor } from '@main/engine/stream-door'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { PictureCache } from '@main/photos/picture-cache'
import { PASSWORD, type TestDesk, openTestDesk, valueOf } from '../../support/engine'
import { BLUE, OWNER, decode, heicFile, isLike, photoFile } from '../../support/photos'

let desk: TestDesk
let door: StreamDoor
let port: number
let folder: string
let cache: PictureCache

beforeEach(async () => {
  desk = await openTestDesk()
  folder = await mkdtemp(join(tmpdir(), 'foto-'))
  cache = new PictureCache(folder)
  door = new StreamDoor(desk.engine, 'word', ({ path }, user) => answerPhoto({ path }, user, { ...desk.engine, cache }))
  port = await door.listen()
})
afterEach(async () => {
  await door.close()
  await desk.close()
  await rm(folder, { recursive: true, force: true })
})

const tokenOf = async (role: Role): Promise<string> =>
  valueOf(await desk.line().client.accounts.signIn({ username: role, password: PASSWORD })).streamToken
const ask = (path: string, token: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/stream/${path}?t=${token}`, { headers: { ...headers, 'x-cantoniere-host': 'word' } })
const keep = async (content: Uint8Array): Promise<string> => {
  const { store, files } = desk.engine.current
  const stored = await files.put(content)
  valueOf(await store.write((db) => rememberBlob(db, { ...stored, type: 'application/octet-stream', at: 0 })))
  return stored.sha256
}

describe('small pictures of photos', () => {
  it('are made once, for every page that asks at the same moment, also of what no browser opens', async () => {
    const token = await tokenOf('reader')
    const sha256 = await keep(await heicFile('girata'))
    const answers = await Promise.all([1, 2, 3].map(() => ask(`photo/${sha256}/thumb`, token)))
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
      const picture = await decode(new Uint8Array(await answer.arrayBuffer()))
      expect([picture.width, picture.height]).toEqual([120, 160])
      expect(isLike(picture.at(0.25, 0.2), BLUE)).toBe(true)
    }
    const kept = answers[0]?.headers.get('etag') ?? ''
    expect((await ask(`photo/${sha256}/thumb`, token, { 'if-none-match': kept })).status).toBe(304)
    expect((await readdir(folder)).toSorted()).toEqual([`${sha256}-thumb.jpg`, `${sha256}-view.jpg`])
    // From now on without the photo: nothing is decoded twice.
    await rm(desk.engine.current.files.pathOf(sha256))
    expect((await ask(`photo/${sha256}/thumb`, token)).status).toBe(200)
  })

  it('say nothing that the camera wrote', async () => {
    const sha256 = await keep(await photoFile({ width: 3000, height: 2000 }))
    const answer = await ask(`photo/${sha256}/view`, await tokenOf('reader'))
    const body = Buffer.from(await answer.arrayBuffer())
    expect((await decode(body)).width).toBe(2560)
    expect(body.includes(OWNER)).toBe(false)
  })

  it('are refused for what is no photo, is unknown, or belongs to others', async () => {
    const token = await tokenOf('counter')
    expect((await ask(`photo/${await keep(Buffer.from('%PDF-1.4'))}/thumb`, token)).status).toBe(422)
    expect((await ask(`photo/${'0'.repeat(64)}/thumb`, token)).status).toBe(404)
    expect((await ask(`photo/${'0'.repeat(64)}/gross`, token)).status).toBe(404)
    const sha256 = await keep(await photoFile())
    expect((await ask(`photo/${sha256}/thumb`, 'nobody')).status).toBe(403)
    valueOf(
      await desk.engine.current.store.write((db) =>
        db
          .insertInto('quarantine')
          .values({ reason: 'unparsable', received_at: 0, size: 1, raw_sha256: sha256 })
          .execute()
          .then(() => undefined),
      ),
    )
    expect((await ask(`photo/${sha256}/thumb`, token)).status).toBe(403)
  })

  it('leave the disk again, the longest unused first', async () => {
    const small = new PictureCache(folder, 1000)
    for (const name of ['a', 'b', 'c', 'd']) {
      await small.put(name.repeat(64), 'thumb', Buffer.alloc(300))
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    await small.get('a'.repeat(64), 'thumb')
    await small.prune()
    expect((await readdir(folder)).map((name) => name[0]).toSorted()).toEqual(['a', 'd'])
    await small.forget('a'.repeat(64))
    expect((await readdir(folder)).map((name) => name[0])).toEqual(['d'])
  })

  it('do not fill the disk of a desk that is started anew every day', async () => {
    for (const day of 'abcdefghij') await new PictureCache(folder, 1000).put(day.repeat(64), 'thumb', Buffer.alloc(300))
    expect((await readdir(folder)).length).toBeLessThanOrEqual(3)
  })
})
