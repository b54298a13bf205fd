import type { InputOf, OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { addDays } from '@shared/deadlines/zone'
import { workBegins } from '@shared/crews/rest-of-today'
import type { Instant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { allCrews } from './crew-queries'
import { TICKET_COLUMNS, VISIT_COLUMNS, toCrew, toVisit } from './crew-rows'

type Board = (typeof crews)['board']

/** The crews at work, and those put aside that still have visits in these days. */
export const readBoard = async (db: ReadDb, { from, days }: InputOf<Board>, now: Instant): Promise<OutputOf<Board>> => {
  const rows = await db
    .selectFrom('visits')
    .innerJoin('tickets', 'tickets.id', 'visits.ticket_id')
    .select(VISIT_COLUMNS)
    .select(TICKET_COLUMNS)
    .where('visits.day', '>=', from)
    .where('visits.day', '<', addDays(from, days))
    .orderBy('visits.day')
    .orderBy('visits.crew_id')
    .orderBy('visits.position')
    .execute()
  const busy = new Set(rows.map((row) => row.crew_id))
  const shown = (await allCrews(db)).filter((crew) => crew.active === 1 || busy.has(crew.id))
  return {
    crews: shown.map(toCrew),
    visits: rows.map(toVisit),
    round: await readSetting(db, 'crews'),
    begins: workBegins(now, await readSetting(db, 'calendar')),
  }
}
