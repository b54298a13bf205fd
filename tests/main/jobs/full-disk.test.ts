import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DeskChild, startDeskChild } from '../../support/desk-child'
import { DiskRoom } from '../../support/disk-room'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { plainMail } from '../../support/recorded-imap'
import { diskShim, scarceDisk } from '../../support/shims'

const missing = mailServersMissing() ?? (diskShim === null ? 'needs gcc' : null)
const DESK = 'desk@capannori.example'
const PASSWORD = 'chiave-di-prova'
const READ = 'Letti'

describe.skipIf(missing !== null)(
  `mail that comes while the disk is full${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let servers: MailServers
    let onlooker: MailDesk
    let outside: string
    let room: DiskRoom
    let reader: DeskChild | undefined
    beforeEach(async () => {
      servers = await startMailServers([{ address: DESK, password: PASSWORD }])
      onlooker = await mailDesk()
      outside = mkdtempSync(join(tmpdir(), 'full-mail-'))
      room = new DiskRoom(join(outside, 'posto'))
    })
    afterEach(async () => {
      reader?.child.kill('SIGKILL')
      await onlooker.close()
      await servers.stop()
      rmSync(outside, { recursive: true, force: true })
    })
    const tickets = async (): Promise<string[]> => {
      const found = await onlooker.client.tickets.list({ filter: { view: 'all' } })
      return found.ok ? found.value.rows.map(({ subject }) => subject).toSorted() : []
    }

    it.each([
      ['its files', 0],
      ['its rows', 12],
    ])(
      'stays unread on the server when there is no room for %s, is told by name, and comes in when there is',
      async (_what, steps) => {
        const made = await onlooker.client.mail.createMailbox({
          ...mailboxFields(servers, { markSeen: true, moveTo: READ }),
          password: PASSWORD,
        })
        expect(made.ok).toBe(true)
        await servers.deliver(DESK, plainMail('Prima'))
        const { path } = onlooker.parts.current.store.facts
        const folder = path.slice(0, path.lastIndexOf('/'))
        reader = await startDeskChild(path, folder, { env: scarceDisk(folder, room.control) })
        await eventually('the desk to have read and moved', async () => (await servers.count(DESK)) === 0)

        room.scarce({ steps, needs: 'anything' })
        for (const subject of ['Buca', 'Lampione']) await servers.deliver(DESK, plainMail(subject))
        const told = reader.told
        await eventually('the desk to say why', () => told().some((line) => line.includes('"errorCode":"disk_full"')))
        expect(room.refused).toBeGreaterThan(0)
        expect(await servers.count(DESK)).toBe(2)
        expect((await servers.flags(DESK)).join()).not.toContain('Seen')
        expect(await tickets()).toEqual(['Prima'])

        room.free()
        await eventually('both to be in and moved', async () => (await servers.count(DESK, READ)) === 3)
        expect(await tickets()).toEqual(['Buca', 'Lampione', 'Prima'])
      },
    )
  },
)
