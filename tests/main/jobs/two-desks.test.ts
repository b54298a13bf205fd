import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../support/eventually'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailServersMissing, startMailServers, type MailServers } from '../../support/mail-servers'
import { mailboxFields } from '../../support/mailbox-fields'

const missing = mailServersMissing()
const PASSWORD = 'chiave-di-prova'
const ONE = 'desk@capannori.example'
const OTHER = 'urp@altrocomune.example'

/** Two offices with a desk each. Their server strips what tells an automatic answer, as some gateways do. */
describe.skipIf(missing !== null)(
  `two desks wired to answer each other${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    let servers: MailServers
    let desks: readonly [MailDesk, MailDesk]
    beforeAll(async () => {
      servers = await startMailServers(
        [
          { address: ONE, password: PASSWORD },
          { address: OTHER, password: PASSWORD },
        ],
        { isStripping: true },
      )
      desks = [await mailDesk(), await mailDesk({ deskId: 'desk-other' })]
      for (const [at, desk] of desks.entries()) {
        const address = servers.accounts[at]?.address ?? ''
        const fields = mailboxFields(servers)
        const made = await desk.client.mail.createMailbox({
          ...fields,
          address,
          imap: { ...fields.imap, username: address },
          smtp: { ...fields.smtp, username: address },
          password: PASSWORD,
        })
        if (!made.ok) throw new Error(made.error.code)
        await desk.jobs.start()
      }
    })
    afterAll(async () => {
      await Promise.all((desks ?? []).map((desk) => desk.close()))
      await servers?.stop()
    })

    const heard = async (desk: MailDesk): Promise<number> => {
      const found = await desk.parts.current.store.read((db) => db.selectFrom('mailbox_uids').select('uid').execute())
      return found.ok ? found.value.length : -1
    }
    /** A thank-you is written in the very write that takes in the mail that it answers. */
    const said = async (desk: MailDesk): Promise<number> => {
      const found = await desk.parts.current.store.read((db) =>
        db.selectFrom('messages').select('id').where('direction', '=', 'out').execute(),
      )
      return found.ok ? found.value.length : -1
    }

    /** Both have read all that was ever sent to them: nothing is under way, and nothing will be. */
    const untilSilent = async (first: number): Promise<void> =>
      eventually('both desks to have read all that the other said', async () => {
        const read = [await heard(desks[0]), await heard(desks[1])]
        const written = [await said(desks[0]), await said(desks[1])]
        return read[0] === first + (written[1] ?? 0) && read[1] === written[0]
      })

    it('fall silent after at most two mails each, whoever began', async () => {
      const begun = (n: number): string =>
        [
          `From: Altro Comune <${OTHER}>`,
          `To: ${ONE}`,
          'Subject: Abbiamo ricevuto la Sua richiesta',
          `Message-ID: <inizio-${n}@altrocomune.example>`,
          `Date: ${new Date().toUTCString()}`,
          '',
          'Questo messaggio e automatico.',
          '',
        ].join('\r\n')
      await servers.deliver(ONE, begun(1))
      await untilSilent(1)
      const written = [await said(desks[0]), await said(desks[1])]
      for (const count of written) {
        expect(count).toBeGreaterThanOrEqual(1)
        expect(count).toBeLessThanOrEqual(2)
      }
      expect((await servers.messages(OTHER)).join('')).not.toMatch(/^Auto-Submitted/im)
    })
  },
)
