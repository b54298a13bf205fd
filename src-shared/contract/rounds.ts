import { z } from 'zod'
import { categoryId, crewId, districtId, entryId, roundId, ticketId, visitId } from '@shared/kernel/ids'
import { day, instant } from '@shared/kernel/instant'
import { ROUND_TROUBLES } from '@shared/rounds/covering'
import { roundTimeName } from '@shared/rounds/time-name'
import { TICKET_STATUSES } from '@shared/tickets/vocabulary'
import { answerFields } from './answers'
import { VISIT_REASONS, VISIT_STATUSES } from './crews'
import { command, query } from './define'
import { calendarSettings } from './settings'

const calendar = {
  everyWeeks: z.number().int().min(1).max(52),
  /** ISO weekdays. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  /** Null: the whole year. */
  season: answerFields.shape.season,
  /** Its week is the first one. */
  startsOn: day,
  endsOn: day.nullable(),
}

/** Work that a crew does again and again in the same places. */
export const roundFields = z.object({
  name: z.string().trim().min(1).max(60),
  /** A category stands for those under it. */
  categoryIds: z.array(categoryId).min(1).max(50),
  /** None: the whole town. */
  districtIds: z.array(districtId).max(500),
  crewId,
  ...calendar,
  /** How much of the crew's day it takes by itself, and what each ticket adds. */
  minutes: z.number().int().min(0).max(1440),
  ticketMinutes: z.number().int().min(5).max(480),
  /** What is offered to write to whoever reports what it comes by anyway; holds `{placeholders}`. */
  answer: z.string().trim().max(5000),
  active: z.boolean(),
})
export type RoundFields = z.output<typeof roundFields>

const planned = z.object({ planned: day, day })

export const round = roundFields.extend({
  id: roundId,
  /** Why it is not made; nothing while it is. */
  troubles: z.array(z.enum(ROUND_TROUBLES)),
  next: z.array(planned),
  /** Tickets that wait for it. */
  waiting: z.number().int(),
})
export type Round = z.output<typeof round>

/** One time of a round, as the crews' board shows it; `planned` is its name, wherever it was moved to. */
export const roundTime = z.object({
  roundId,
  name: z.string(),
  planned: day,
  day,
  crewId,
  minutes: z.number().int(),
  doneAt: instant.nullable(),
  tickets: z.number().int(),
})
export type RoundTime = z.output<typeof roundTime>

/** The round that comes by a report anyway. */
export const roundOffer = roundTime.extend({ crewName: z.string(), answer: z.string() })
export type RoundOffer = z.output<typeof roundOffer>

/** Somebody whose day changed: they are told, or called. */
export const toTell = z.object({ ticketId, number: z.string(), name: z.string(), day: day.nullable() })
export type ToTell = z.output<typeof toTell>
const changed = z.object({ toTell: z.array(toTell) })

const time = roundTimeName.shape

/** As far as one looks who asks what a new holiday moves: a year's holidays. */
export const CALENDAR_PREVIEW_DAYS = 366

export const rounds = {
  list: query(z.object({}), z.object({ rounds: z.array(round) }), { needs: 'crews.read' }),
  /** Every round's times of `days` days from `from`, for the crews' board. */
  board: query(
    z.object({ from: day, days: z.number().int().min(1).max(31) }),
    z.object({ times: z.array(roundTime) }),
    { needs: 'crews.read' },
  ),
  /** The next times of a calendar that is being typed. */
  preview: query(z.object(calendar), z.object({ days: z.array(planned) }), { needs: 'crews.read' }),
  /**
   * What another calendar of the office would move, before it is saved: the times of the next `CALENDAR_PREVIEW_DAYS` days
   * that get another day (`day` is null: that time falls together with the next one; `from`: it did so until now), and the
   * people who wait for them.
   */
  previewCalendar: query(
    z.object({ calendar: calendarSettings }),
    z.object({
      times: z.array(z.object({ name: z.string(), from: day.nullable(), day: day.nullable() })),
      people: z.array(toTell.extend({ from: day, round: z.string() })),
    }),
    { needs: 'settings.read' },
  ),
  /** Refused by name: `name_taken`, `round_without_days`, `round_crew_gone`, `round_district_gone`. */
  create: command(roundFields, z.object({ id: roundId }), { needs: 'crews.manage' }),
  /**
   * Tickets that wait for a time which is no more go on to the next one; with none left (it was put aside) they leave it
   * and wait for a day again. `toTell` names those whose day changed.
   */
  edit: command(z.object({ id: roundId, base: roundFields.partial(), changes: roundFields.partial() }), changed, {
    needs: 'crews.manage',
  }),
  /** One time, with its tickets. */
  time: query(
    z.object(time),
    z.object({
      time: roundTime,
      crewName: z.string(),
      categoryIds: z.array(categoryId),
      districtIds: z.array(districtId),
      note: z.string(),
      spentMinutes: z.number().int().nullable(),
      answer: z.string(),
      visits: z.array(
        z.object({
          visitId,
          ticketId,
          number: z.string(),
          subject: z.string(),
          placeText: z.string(),
          ticketStatus: z.enum(TICKET_STATUSES),
          status: z.enum(VISIT_STATUSES),
          note: z.string(),
          reason: z.enum(VISIT_REASONS).nullable(),
        }),
      ),
    }),
    { needs: 'crews.read' },
  ),
  /** The next time of a round that comes by such work there; asked while a report is being typed. */
  covering: query(
    z.object({ categoryId: categoryId.nullable(), districtId: districtId.nullable() }),
    z.object({ offer: roundOffer.nullable() }),
    { needs: 'tickets.read' },
  ),
  /** The same for a ticket, and the times that it waits for. */
  ofTicket: query(
    z.object({ id: ticketId }),
    z.object({
      offer: roundOffer.nullable(),
      joined: z.array(roundOffer.extend({ visitId })),
    }),
    { needs: 'tickets.read' },
  ),
  /** A visit of the round's crew on its day. Refused: `round_day_gone`, `round_done`. `entryId` is for `tickets.undoStep`. */
  join: command(z.object({ ticketId, ...time }), z.object({ visitId, entryId, day }), { needs: 'tickets.edit' }),
  /** The ticket waits for a day again. */
  leave: command(z.object({ visitId }), z.object({}), { needs: 'tickets.edit' }),
  /** `base` is the day that the caller saw. Its tickets go along. Refused: `day_past`, `round_day_taken`, `round_done`. */
  move: command(z.object({ ...time, base: day, day, crewId }), changed, { needs: 'crews.plan' }),
  /** Left out this once: its tickets go on to the next time. */
  skip: command(z.object({ ...time, base: day }), changed, { needs: 'crews.plan' }),
  /** A time that was left out is made after all; of the tickets that went on, these come back to it. */
  restore: command(z.object({ ...time, ticketIds: z.array(ticketId).max(500) }), z.object({}), { needs: 'crews.plan' }),
  /** Made: what came of each of its tickets, as with any visit. Those that were reported before stay as they are. */
  report: command(
    z.object({
      ...time,
      note: z.string().trim().max(2000),
      spentMinutes: z.number().int().min(0).max(1440).nullable(),
      results: z
        .array(
          z.object({
            visitId,
            status: z.enum(['done', 'not_done']),
            reason: z.enum(VISIT_REASONS).nullable(),
            note: z.string().trim().max(2000),
          }),
        )
        .max(500),
    }),
    z.object({ done: z.number().int(), notDone: z.number().int() }),
    { needs: 'crews.plan' },
  ),
}
