import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseMail } from '@main/mail/parse-mail'
import { readMime } from '@main/mail/read-mime'
import { mailDesk, type MailDesk } from '../../support/mail-desk'
import { mailFixtures } from '../../support/mail-fixtures'
import { seededMutations } from '../../support/mutations'
import { isFullDose, seedOf } from '../../support/seeded'

const SEED = seedOf(20261126)
const ROUNDS = isFullDose ? 300 : 6

const fixtures = mailFixtures()

describe(`mails with wounds (seed ${SEED})`, () => {
  it(
    'are read or laid aside, and none makes the parser fall or stand still',
    async () => {
      const mutate = seededMutations(SEED)
      for (let round = 0; round < ROUNDS; round += 1)
        for (const { name, raw } of fixtures) {
          const wounded = mutate(raw, fixtures[(round * 31 + name.length) % fixtures.length]?.raw ?? raw)
          const parsed = await parseMail(wounded)
          expect(parsed.digest, `${name}, round ${round}`).toMatch(/^[0-9a-f]{64}$/)
          expect(parsed.size).toBe(wounded.byteLength)
          // Lifted out first or read where they stand: its files are the same.
          const ways = [1, Infinity].map((least) => readMime(wounded, least).catch(String))
          const [lifted, standing] = await Promise.all(ways)
          expect(lifted, `${name}, round ${round}`).toEqual(standing)
          // A mail that cannot be read says so; one that can has a kind that the desk knows.
          if (parsed.error === null) expect(parsed.kind).toMatch(/^(?:message|pec|receipt|bounce|automatic|list)$/)
        }
    },
    isFullDose ? 3_600_000 : 240_000,
  )

  describe('in a mailbox', () => {
    let desk: MailDesk
    beforeEach(async () => {
      desk = await mailDesk()
      await desk.parts.current.store.write((db) =>
        db
          .insertInto('mailboxes')
          .values({ name: 'URP', address: 'urp@capannori.example', imap: '{}', smtp: '{}' })
          .execute(),
      )
    })
    afterEach(() => desk.close())

    it(
      'each have one outcome and lie where it says: on a ticket, in quarantine, or seen before',
      async () => {
        const mutate = seededMutations(SEED + 1)
        const sample = isFullDose ? fixtures : fixtures.filter((_, at) => at % 3 === 0)
        const mails = sample.map(({ raw }, at) => mutate(raw, sample[(at * 7 + 1) % sample.length]?.raw ?? raw))
        const received = await desk.receive(mails, { mailboxId: 1, uid: 1 })
        expect(received).toHaveLength(mails.length)
        const count = (...outcomes: readonly string[]): number =>
          received.filter(({ outcome }) => outcomes.includes(outcome)).length
        const lying = await desk.parts.current.store.read(async (db) => ({
          uids: (await db.selectFrom('mailbox_uids').select('uid').execute()).length,
          messages: (await db.selectFrom('messages').select('id').where('direction', '=', 'in').execute()).length,
          quarantine: (await db.selectFrom('quarantine').select('id').execute()).length,
        }))
        if (!lying.ok) throw new Error(lying.error.code)
        expect(lying.value.uids).toBe(mails.length)
        // A machine's mail lies on the ticket that it answers, or is kept aside.
        const onTickets = received.filter(
          ({ outcome, ticketId }) => outcome === 'automatic' && ticketId !== null,
        ).length
        expect(lying.value.messages).toBe(count('created', 'appended') + onTickets)
        expect(lying.value.quarantine).toBe(count('quarantined', 'automatic') - onTickets)
        expect(count('created', 'appended', 'quarantined', 'automatic', 'seen')).toBe(mails.length)
        // The same mailbox read once more brings nothing new.
        const again = await desk.receive(mails, { mailboxId: 1, uid: 1, uidValidity: 2 })
        expect(again.map(({ outcome }) => outcome)).toEqual(mails.map(() => 'seen'))
      },
      isFullDose ? 3_600_000 : 240_000,
    )
  })
})
