import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TICKET_STATUSES, type TicketStatus, isOpen } from '@shared/tickets/vocabulary'
import { seedDefaults } from '@main/features/settings/seed-defaults'
import { createStore } from '@main/store/open'
import type { Store } from '@main/store/store'

export interface TownStore {
  readonly store: Store
  readonly folder: string
  readonly close: () => Promise<void>
}

export interface PlacedTicket {
  readonly seq: number
  readonly lat?: number
  readonly lon?: number
  readonly status?: TicketStatus
  readonly streetId?: number
  readonly districtId?: number
}

/** A store file of its own in a new folder, with what ships in it. */
export const townStore = async (now: number): Promise<TownStore> => {
  const folder = mkdtempSync(join(tmpdir(), 'town-'))
  const created = await createStore(join(folder, 'town.cantoniere'))
  if (!created.ok) throw new Error(created.error.code)
  const store = created.value
  await store.write((db) => seedDefaults(db, now))
  return {
    store,
    folder,
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Tickets as bare rows: where they lie and how they stand is all that a map asks. */
export const layTickets = async (store: Store, tickets: readonly PlacedTicket[], now: number): Promise<void> => {
  await store.write(async (db) => {
    for (const { seq, lat, lon, status = TICKET_STATUSES[0], streetId, districtId } of tickets)
      await db
        .insertInto('tickets')
        .values({
          year: 2026,
          seq,
          number: `2026-${seq}`,
          tracking_code: `CODE-${seq}`,
          channel: 'phone',
          kind: 'report',
          subject: `Buca ${seq}`,
          status,
          is_open: isOpen(status) ? 1 : 0,
          priority: 1,
          lat: lat ?? null,
          lon: lon ?? null,
          street_id: streetId ?? null,
          district_id: districtId ?? null,
          created_at: now,
          last_activity_at: now,
        })
        .execute()
  })
}
