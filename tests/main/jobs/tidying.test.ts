import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MailboxFields } from '@shared/contract/mail'
import { dayAt } from '@shared/deadlines/zone'
import type { MailboxId } from '@shared/kernel/ids'
import { healthOf } from '@main/features/desk/health-queries'
import { compareDay } from '@main/features/reckoning/compare-day'
import { reckonedDays } from '@main/features/reckoning/reckoning-queries'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'
import { plainMail } from '../../support/recorded-imap'

const missing = mailServersMissing()
const DESK = 'desk@capannori.example'
const PASSWORD = 'chiave-di-prova'
const READ = 'Cantoniere/Letti'

describe.skipIf(missing !== null)(
  `what is done on the server with what was read${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let servers: MailServers
    let desk: MailDesk
    const open = async (capability?: string): Promise<void> => {
      servers = await startMailServers(
        [{ address: DESK, password: PASSWORD }],
        capability === undefined ? {} : { capability },
      )
    }
    beforeEach(async () => {
      desk = await mailDesk()
    })
    afterEach(() => desk.close())

    const enrol = async (over: Partial<MailboxFields>): Promise<MailboxId> => {
      const made = await desk.client.mail.createMailbox({ ...mailboxFields(servers, over), password: PASSWORD })
      if (!made.ok) throw new Error(made.error.code)
      return made.value.id
    }
    const rows = async () => {
      const found = await desk.parts.current.store.read((db) => db.selectFrom('mail_tidying').selectAll().execute())
      if (!found.ok) throw new Error(found.error.code)
      return found.value
    }
    const tickets = async (): Promise<number> => {
      const found = await desk.client.tickets.list({ filter: { view: 'all' } })
      return found.ok ? found.value.total : -1
    }
    const isTidy = (count: number) => async (): Promise<boolean> => {
      const all = await rows()
      return all.length === count && all.every(({ state }) => state === 'done')
    }
    const subjects = async (folder: string): Promise<string[]> =>
      (await servers.messages(DESK, folder)).map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1]?.trim() ?? '').toSorted()
    const reckoned = async (id: MailboxId) => {
      const today = dayAt(desk.clock.now(), 'Europe/Rome')
      expect(await compareDay(desk.parts, id, today)).toMatchObject({ ok: true })
      const found = await desk.parts.current.store.read((db) => reckonedDays(db, 10))
      return found.ok ? found.value.days[0] : undefined
    }
    const health = async () => {
      const found = await desk.parts.current.store.read((db) =>
        healthOf(db, {
          ...desk.parts,
          mailHealth: () => desk.jobs.health(),
          servedDesks: () => 0,
          clocks: new Map(),
        } as never),
      )
      if (!found.ok) throw new Error(found.error.code)
      return found.value.mailboxes[0]
    }

    describe('on a server that moves', () => {
      beforeAll(() => open())
      afterAll(() => servers?.stop())
      beforeEach(async () => {
        await servers.removeAll(DESK)
        await servers.removeAll(DESK, READ).catch(() => undefined)
      })

      it('is nothing at all unless somebody asks for it', async () => {
        await enrol({})
        await servers.deliver(DESK, plainMail('Buca'))
        await desk.jobs.start()
        await eventually('the ticket', async () => (await tickets()) === 1)
        await desk.jobs.stop()
        expect(await rows()).toEqual([])
        expect((await servers.flags(DESK)).join()).not.toContain('Seen')
      })

      it('marks as read what is in the store, and nothing else', async () => {
        await enrol({ markSeen: true, firstSyncDays: null })
        await servers.deliver(DESK, plainMail('Buca'))
        await desk.jobs.start()
        await eventually('the mark', isTidy(1))
        expect(await servers.flags(DESK)).toEqual(['\\Seen'])
        expect(await tickets()).toBe(1)
      })

      it('moves it to a folder that was not there, and the day still adds up', async () => {
        const id = await enrol({ moveTo: 'Nuova/Letti' })
        for (const subject of ['Buca', 'Lampione', 'Fosso']) await servers.deliver(DESK, plainMail(subject))
        await desk.jobs.start()
        await eventually('the moves', isTidy(3))
        expect(await subjects('INBOX')).toEqual([])
        expect(await subjects('Nuova/Letti')).toEqual(['Buca', 'Fosso', 'Lampione'])
        expect((await servers.flags(DESK, 'Nuova/Letti')).join()).not.toContain('Seen')
        // A mail that a colleague filed there by hand is none of ours.
        await servers.deliver(DESK, plainMail('Altro'), 'Nuova/Letti')
        expect(await reckoned(id)).toMatchObject({ onServer: 3, places: { created: 3, missing: 0 }, late: 0 })
      })

      it('goes on where a desk died between its store and the server, and moves nothing twice', async () => {
        await enrol({ moveTo: READ })
        await servers.deliver(DESK, plainMail('Prima'), READ)
        for (const subject of ['Buca', 'Lampione']) await servers.deliver(DESK, plainMail(subject))
        // The desk's own hand is held back while the mails come in: as if it had died right after the commit.
        const { store } = desk.parts.current
        await store.write(async (db) => {
          await db.updateTable('mailboxes').set({ move_to: 'Non//valida' }).execute()
        })
        await desk.jobs.start()
        await eventually('the commit', async () => (await rows()).length === 2)
        await desk.jobs.stop()
        expect(await subjects('INBOX')).toEqual(['Buca', 'Lampione'])
        // And one of the two was moved, but nobody heard the answer.
        const [first] = await rows()
        await servers.move(DESK, String(first?.uid), READ)
        await store.write(async (db) => {
          await db.updateTable('mailboxes').set({ move_to: READ }).execute()
          await db.updateTable('mail_tidying').set({ next_at: 0 }).execute()
        })
        await desk.jobs.start()
        await eventually('the rest', isTidy(2))
        expect(await subjects('INBOX')).toEqual([])
        expect(await subjects(READ)).toEqual(['Buca', 'Lampione', 'Prima'])
        expect(await tickets()).toBe(2)
      })

      it('follows a folder that was made anew: the old names are forgotten, the mails are tidied by their new ones', async () => {
        await enrol({ moveTo: 'Non//valida' })
        await servers.deliver(DESK, plainMail('Buca'))
        await desk.jobs.start()
        await eventually('the failure', async () => (await rows())[0]?.error_code === 'mailbox_folder_refused')
        await desk.jobs.stop()
        await servers.renewUidValidity(DESK)
        await desk.parts.current.store.write(async (db) => {
          await db.updateTable('mailboxes').set({ move_to: READ }).execute()
          await db.updateTable('mail_tidying').set({ next_at: 0 }).execute()
        })
        await desk.jobs.start()
        await eventually('the move', isTidy(1))
        expect(await subjects('INBOX')).toEqual([])
        expect(await subjects(READ)).toEqual(['Buca'])
        expect(await tickets()).toBe(1)
      })

      it('says when the server refuses, keeps everything, and tries again once the folder is a good one', async () => {
        const id = await enrol({ moveTo: 'Non//valida' })
        await servers.deliver(DESK, plainMail('Buca'))
        await desk.jobs.start()
        await eventually('the failure', async () => (await health())?.tidying.errorCode === 'mailbox_folder_refused')
        expect(await health()).toMatchObject({ tidying: { waiting: 1 } })
        expect(await subjects('INBOX')).toEqual(['Buca'])
        const circle = await desk.client.mail.editMailbox({
          id,
          base: { moveTo: 'Non//valida' },
          changes: { moveTo: 'inbox' },
        })
        expect(circle).toMatchObject({ ok: false, error: { code: 'invalid_input', field: 'moveTo' } })
        await desk.client.mail.editMailbox({ id, base: { moveTo: 'Non//valida' }, changes: { moveTo: READ } })
        await eventually('the move', isTidy(1))
        expect(await health()).toMatchObject({ tidying: { waiting: 0, errorCode: null } })
        expect(await subjects(READ)).toEqual(['Buca'])
      })

      it('leaves a mail alone that is only on the server', async () => {
        await enrol({ moveTo: READ, markSeen: true })
        await desk.close()
        desk = await mailDesk({ imap: { maxMailBytes: 2000 } })
        await enrol({ moveTo: READ, markSeen: true })
        await servers.deliver(DESK, `${plainMail('Enorme').toString()}${'x'.repeat(70)}\r\n`.padEnd(4000, 'y\r\n'))
        await servers.deliver(DESK, plainMail('Buca'))
        await desk.jobs.start()
        await eventually('the small one', isTidy(1))
        const waiting = await desk.client.mail.quarantine({})
        expect(waiting.ok && waiting.value.rows).toMatchObject([{ reason: 'too_large' }])
        expect(await subjects('INBOX')).toEqual(['Enorme'])
        expect((await servers.flags(DESK)).join()).not.toContain('Seen')
      })
    })

    describe('on a server without MOVE', () => {
      beforeAll(() => open('IMAP4rev1 UIDPLUS IDLE'))
      afterAll(() => servers?.stop())

      it('copies and removes, and a copy that an earlier try left is not made twice', async () => {
        await enrol({ moveTo: READ })
        for (const subject of ['Buca', 'Lampione']) await servers.deliver(DESK, plainMail(subject))
        const { store } = desk.parts.current
        await store.write(async (db) => {
          await db.updateTable('mailboxes').set({ move_to: 'Non//valida' }).execute()
        })
        await desk.jobs.start()
        await eventually('the commit', async () => (await rows()).length === 2)
        await desk.jobs.stop()
        await servers.deliver(DESK, plainMail('Buca'), READ)
        await store.write(async (db) => {
          await db.updateTable('mailboxes').set({ move_to: READ }).execute()
          await db.updateTable('mail_tidying').set({ next_at: 0, state: 'copying' }).execute()
        })
        await desk.jobs.start()
        await eventually('the moves', isTidy(2))
        expect(await subjects('INBOX')).toEqual([])
        expect(await subjects(READ)).toEqual(['Buca', 'Lampione'])
      })

      it('copies a mail that no Message-ID names exactly once, whatever an earlier try left', async () => {
        await servers.removeAll(DESK, READ)
        await enrol({ moveTo: READ })
        // A machine sends the same words every day: an equal one lies there since yesterday, two more came today.
        const alarm = plainMail('Allarme').replace(/^Message-ID.*\r\n/m, '')
        await servers.deliver(DESK, alarm, READ)
        for (let times = 0; times < 2; times += 1) await servers.deliver(DESK, alarm)
        const { store } = desk.parts.current
        await store.write(async (db) => {
          await db.updateTable('mailboxes').set({ move_to: 'Non//valida' }).execute()
        })
        await desk.jobs.start()
        await eventually('the commit', async () => (await rows()).length === 2)
        await desk.jobs.stop()
        const [first] = await rows()
        const { uidValidity, uidNext } = await servers.standing(DESK, READ)
        // Both were about to be copied, one of them was, and nobody heard of it.
        await servers.copy(DESK, String(first?.uid), READ)
        await store.write(async (db) => {
          await db.updateTable('mailboxes').set({ move_to: READ }).execute()
          const doubted = { state: 'copying', copy_uid_validity: uidValidity, copy_uid_next: uidNext }
          await db
            .updateTable('mail_tidying')
            .set({ ...doubted, next_at: 0 })
            .execute()
        })
        await desk.jobs.start()
        await eventually('the moves', isTidy(2))
        expect(await subjects('INBOX')).toEqual([])
        expect(await subjects(READ)).toEqual(['Allarme', 'Allarme', 'Allarme'])
        // What was copied now was noted before, for the next desk that dies.
        expect((await rows()).some(({ copy_uid_next: next }) => next !== null && next > uidNext)).toBe(true)
      })
    })

    describe('on a server that can remove only everything', () => {
      beforeAll(() => open('IMAP4rev1 IDLE'))
      afterAll(() => servers?.stop())

      it('is refused by name, and nothing is removed', async () => {
        await enrol({ moveTo: READ })
        await servers.deliver(DESK, plainMail('Buca'))
        await desk.jobs.start()
        await eventually('the refusal', async () => (await rows())[0]?.error_code === 'mailbox_cannot_move')
        expect(await subjects('INBOX')).toEqual(['Buca'])
        expect(await subjects(READ)).toEqual([])
      })
    })
  },
)
