import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '@main/store/open'
import { type Announcement, ShareFolder } from '@main/store/share/share-folder'
import { valueOf } from '../../../support/engine'
import { eventually } from '../../../support/eventually'
import { makeStoreIn } from '../../../support/writing-desks'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-'))
  path = join(folder, 'archivio.db')
  await makeStoreIn('shared', path)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a desk that comes to a busy share', () => {
  const me = { machine: 'a', boot: 'a', host: 'PC-a', user: 'maria', kind: 'web', version: 'test', pid: process.pid }
  const first = (role: Announcement['role']): Announcement => ({
    ...me,
    desk: 'first',
    schema: 1,
    role,
    fault: null,
    beat: role === 'trusted' ? 2 : 1,
    said: null,
  })

  it(
    'may write also when the file was somebody else’s at the moment at which it came to be trusted',
    { timeout: 120_000 },
    async () => {
      const desks = new ShareFolder(path)
      await desks.announce(first('candidate'))
      expect(await desks.claim('first')).toBe(true)
      const opening = openStore(path, {
        identity: { ...me, desk: 'second' },
        detect: () => ({ network: true, kind: 'prova', source: '', localLocks: null, synced: null }),
      })
      // From when it looks around until it is trusted, somebody else has the file.
      await eventually(
        'the second to tell of itself',
        async () => (await desks.announcements(await desks.names('nobody'))).length === 2,
      )
      const other = new Database(path)
      other.exec('BEGIN EXCLUSIVE')
      await desks.announce(first('trusted'))
      await eventually('the second to be trusted', async () =>
        (await desks.announcements(await desks.names('nobody'))).every(({ role }) => role === 'trusted'),
      )
      // Long enough that it has asked for the file and was turned away.
      await sleep(300)
      other.exec('COMMIT')
      other.close()
      const store = valueOf(await opening)
      try {
        await eventually('the second may write', () => store.facts.readOnly === null)
        expect(valueOf(await store.write(async () => 'written'))).toBe('written')
      } finally {
        await store.close()
      }
    },
  )
})
