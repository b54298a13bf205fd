import type { WriteDb } from '@main/store/handles'
import { type Actor, writeEntry } from '../tickets/write-entry'

export interface VisitNews {
  readonly ticketId: number
  readonly at: number
  readonly actor: Actor | null
  readonly text?: string
}

/** What the timeline says of a visit; the crew by its name of that moment. */
export type VisitFacts =
  | {
      readonly status: 'moved'
      readonly crew: string
      readonly day: string
      readonly from: string
      readonly fromDay: string
    }
  | { readonly status: 'unplanned'; readonly crew: string; readonly day: string }
  | {
      readonly status: 'done' | 'not_done'
      readonly crew: string
      readonly day: string
      readonly why?: string
      readonly minutes?: number
      readonly materials?: string
      /** What somebody had reported before. */
      readonly instead?: string
    }
  | {
      readonly status: 'photos'
      readonly crew: string
      readonly day: string
      readonly moment: 'before' | 'after'
      readonly count: number
    }

/** @returns the entry's id */
export const writeVisitEntry = async (db: WriteDb, news: VisitNews, data: VisitFacts): Promise<number> => {
  const entryId = await writeEntry(db, { ...news, kind: 'visit', data: { ...data } })
  await touchTicket(db, news)
  return entryId
}

export const touchTicket = async (db: WriteDb, { ticketId, at }: Pick<VisitNews, 'ticketId' | 'at'>): Promise<void> => {
  await db.updateTable('tickets').set({ last_activity_at: at }).where('id', '=', ticketId).execute()
}
