import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ShareFolder } from '@main/store/share/share-folder'
import { ShareMember } from '@main/store/share/share-member'
import { BeatWatch } from '@main/store/share/watch-beats'

let folder: string
let storePath: string
const joined: ShareMember[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'member-'))
  storePath = join(folder, 'archivio.db')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(joined.splice(0).map((member) => member.leave()))
  await rm(folder, { recursive: true, force: true })
})

const me = { machine: 'a', boot: 'a', host: 'PC', user: 'maria', kind: 'web', version: '1', pid: process.pid }

/** A desk of this machine: its neighbours' locks are its own, so nothing has to be proved. */
const enter = async (
  desk: string,
  monotonic = (): number => performance.now(),
  watch = new BeatWatch({ ...me, desk }, monotonic),
): Promise<ShareMember> => {
  const member = new ShareMember({
    storePath,
    watch,
    identity: { ...me, desk },
    schema: 1,
    fork: () => {
      throw new Error('nothing has to be proved here')
    },
    store: { mark: () => Promise.reject(new Error('no mark')), confirm: () => Promise.reject(new Error('no word')) },
    monotonic,
  })
  joined.push(member)
  await member.join()
  return member
}
const left = (): Promise<string[]> => readdir(`${storePath}.postazioni`).catch(() => [])

const ghost = {
  ...me,
  desk: 'morto',
  machine: 'b',
  boot: 'b',
  schema: 1,
  role: 'candidate' as const,
  fault: null,
  beat: 9,
}

describe('a desk among those of a shared store', () => {
  it('leaves nobody behind as the first when all leave in the same moment', async () => {
    for (let evening = 0; evening < 10; evening += 1) {
      const members = await Promise.all(['uno', 'due', 'tre'].map((desk) => enter(`${desk}-${evening}`)))
      for (const member of [...members, ...members]) await member.refresh()
      expect(members.map(({ others }) => others.filter(({ role }) => role === 'trusted').length)).toEqual([2, 2, 2])
      expect(members.map(({ role }) => role)).toEqual(['trusted', 'trusted', 'trusted'])
      await Promise.all(members.map((member) => member.leave()))
      expect(await left()).toEqual([])
    }
  })

  it('goes on waiting for one that died elsewhere where its last opening stopped', async () => {
    const desks = new ShareFolder(storePath)
    await desks.announce({ ...ghost, said: null })
    await desks.claim('morto')
    let now = 0
    const watch = new BeatWatch({ ...me, desk: 'uno' }, () => now)
    const first = await enter('uno', () => now, watch)
    expect([first.role, first.others.length]).toEqual(['candidate', 1])
    await first.leave()
    now += 46_000
    const again = await enter('uno', () => now, watch)
    expect([again.role, again.others.length]).toEqual(['trusted', 0])
  })

  it('that leaves alone names another as the first', async () => {
    const [first, second] = [await enter('uno'), await enter('due')]
    await first.refresh()
    await first.leave()
    expect((await new ShareFolder(storePath).first())?.desk).toMatch(/^due-/)
    expect(await second.refresh()).toBe(true)
  })

  it('reads what the others say when one came or went, and else every few seconds only', async () => {
    let now = 0
    const first = await enter('uno', () => now)
    await enter('due')
    await first.refresh()
    const read = vi.spyOn(ShareFolder.prototype, 'announcements')
    await first.refresh()
    expect(read).not.toHaveBeenCalled()
    now += 5000
    await first.refresh()
    expect(read).toHaveBeenCalledTimes(1)
    await enter('tre')
    read.mockClear()
    await first.refresh()
    expect(read).toHaveBeenCalledTimes(1)
    expect(first.others).toHaveLength(2)
  })
})
