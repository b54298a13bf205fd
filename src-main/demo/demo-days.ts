import { addWorkingDays } from '@shared/deadlines/office-calendar'
import { dayAt } from '@shared/deadlines/zone'
import type { Day, Instant } from '@shared/kernel/instant'
import type { CrewId } from '@shared/kernel/ids'
import { metresBetween } from '@shared/places/geo'
import { hasNoDay } from '@main/features/crews/backlog-queries'
import { planOne } from '@main/features/crews/plan-visits'
import type { WriteDb } from '@main/store/handles'
import type { DemoTown } from './demo-town'
import type { SeededRandom } from './seeded-random'

const DAYS = 3
const MOST = 7

/** The next working days of each crew, filled with work of its own kind that lies near together; half of what waits stays. */
export const fillDays = async (db: WriteDb, town: DemoTown, random: SeededRandom, now: Instant): Promise<void> => {
  const giorgio = town.users[4] ?? null
  const waiting = await readWaiting(db)
  let left = Math.floor(waiting.length / 2)
  for (const day of workingDays(now, town.calendar))
    for (const crew of town.crews) {
      const mine = waiting.filter(({ category_id }) => category_id !== null && crew.skills.has(category_id))
      const first = mine[random.whole(Math.max(1, mine.length))]
      if (!first) continue
      const near = mine
        .toSorted((a, b) => metresBetween(a, first) - metresBetween(b, first))
        .slice(0, Math.min(MOST, left))
      for (const ticket of near) {
        const minutes = 30 + random.whole(4) * 15
        const visit = { ticketId: ticket.id, crewId: crew.id as CrewId, day, minutes }
        await planOne(db, visit, { at: now, actor: giorgio, userId: giorgio?.id ?? null })
        waiting.splice(waiting.indexOf(ticket), 1)
      }
      left -= near.length
    }
}

const workingDays = (now: Instant, calendar: DemoTown['calendar']): Day[] => {
  const first = addWorkingDays(dayAt(now, calendar.zone), 0, calendar)
  return Array.from({ length: DAYS }, (_, index) => addWorkingDays(first, index, calendar))
}

interface Waiting {
  readonly id: number
  readonly category_id: number | null
  readonly lat: number
  readonly lon: number
}

const readWaiting = async (db: WriteDb): Promise<Waiting[]> => {
  const rows = await db
    .selectFrom('tickets')
    .select(['tickets.id', 'tickets.category_id', 'tickets.lat', 'tickets.lon'])
    .where('tickets.status', 'in', ['accepted', 'assigned', 'in_progress'])
    .where('tickets.lat', 'is not', null)
    .where(hasNoDay)
    .orderBy('tickets.id')
    .execute()
  return rows.flatMap(({ lat, lon, ...row }) => (lat === null || lon === null ? [] : [{ ...row, lat, lon }]))
}
