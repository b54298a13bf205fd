import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { permissionsOf } from '@shared/accounts/permissions'
import type { ContactId, CrewId, TicketId, UserId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { insertContact } from '@main/features/contacts/save-contact'
import { findSheet } from '@main/features/day-sheet/sheet-queries'
import type { Priority } from '@shared/tickets/vocabulary'
import { crewHandlers } from '@main/features/crews/handlers'
import type { FeatureParts } from '@main/features/feature-parts'
import { seedDefaults } from '@main/features/settings/seed-defaults'
import { openTicket } from '@main/features/tickets/open-ticket'
import type { Caller } from '@main/platform/caller'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { createStore } from '@main/store/open'

export const NOW = Date.parse('2026-11-23T08:00:00Z')

export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.error.code}`)
  return result.value
}

type Fields = InputOf<(typeof crews)['create']>

/** A desk over a store file of its own, with the crews' calls and a few words to look behind them. */
export const openCrewDesk = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crews-'))
  const store = must(await createStore(join(folder, 'town.cantoniere')))
  const current = new CurrentStore()
  current.set(openedStore(store, 'desk-of-the-test'))
  const clock = { now: () => asInstant(NOW), monotonic: () => performance.now() }
  const parts: FeatureParts = { current, clock, random: secureRandom, logger: silentLogger }
  const userId = must(
    await store.write(async (db) => {
      await seedDefaults(db, NOW)
      const { insertId } = await db
        .insertInto('users')
        .values({ username: 'maria', display_name: 'Maria', roles: '["manager"]', password_hash: '', created_at: NOW })
        .executeTakeFirstOrThrow()
      return Number(insertId) as UserId
    }),
  )
  const maria: Caller = {
    line: 'line',
    user: {
      id: userId,
      username: 'maria',
      displayName: 'Maria',
      roles: ['manager'],
      permissions: [...permissionsOf(['manager'])],
    },
  }
  const handlers = crewHandlers(parts)

  const crew = async (name: string, fields: Partial<Fields> = {}): Promise<CrewId> =>
    must(
      await handlers.create(maria, {
        name,
        color: '#0066cc',
        vehicle: 'Porter',
        capacityVisits: 4,
        capacityMinutes: 240,
        active: true,
        members: [{ name: 'Gino', phone: '', userId: null }],
        ...{ skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
        ...fields,
      }),
    ).id as CrewId

  const ticket = (subject: string, priority: Priority = 'normal'): Promise<TicketId> => opened(subject, priority, null)

  const opened = async (subject: string, priority: Priority, contactId: ContactId | null): Promise<TicketId> =>
    must(
      await store.write((db) =>
        openTicket(db, secureRandom, {
          channel: 'phone',
          kind: 'report',
          subject,
          description: '',
          categoryId: null,
          priority,
          place: { text: 'Via di Sotto 4', districtId: null, lat: null, lon: null, precision: 'none' },
          contactId,
          actor: null,
          at: asInstant(NOW),
          unread: false,
        }),
      ),
    ).id

  return {
    parts,
    store,
    handlers,
    maria,
    crew,
    ticket,
    /** Reported by somebody who left a number. */
    ticketFrom: async (subject: string, phone: string): Promise<TicketId> => {
      const identifiers = [{ kind: 'phone', value: phone }] as const
      const fields = { name: 'Anna Bianchi', address: '', notes: '', identifiers: [...identifiers] }
      const contactId = must(await store.write((db) => insertContact(db, fields, NOW)))
      return opened(subject, 'normal', contactId as ContactId)
    },
    sheet: async (crewId: number, day: string, withPeople: boolean) =>
      must(await store.read((db) => findSheet(db, { crewId, day, withPeople, now: asInstant(NOW) }))) ??
      Promise.reject(new Error('no such crew')),
    setStatus: async (id: TicketId, status: string) =>
      must(
        await store.write(async (db) => {
          await db
            .updateTable('tickets')
            .set({ status, is_open: status === 'closed' || status === 'merged' ? 0 : 1 })
            .where('id', '=', id)
            .execute()
        }),
      ),
    stored: async (id: TicketId) =>
      must(
        await store.read((db) => db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()),
      ),
    entries: async (id: TicketId) =>
      must(
        await store.read((db) =>
          db.selectFrom('timeline').selectAll().where('ticket_id', '=', id).orderBy('id').execute(),
        ),
      ).map((row) => ({ kind: row.kind, data: JSON.parse(row.data) as Record<string, unknown>, text: row.text })),
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type CrewDesk = Awaited<ReturnType<typeof openCrewDesk>>
