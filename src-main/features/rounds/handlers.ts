import type { FeatureHandlers } from '@shared/contract/define'
import type { rounds } from '@shared/contract/rounds'
import { addDays } from '@shared/deadlines/zone'
import { nextRoundDays } from '@shared/rounds/round-days'
import { type Caller, signedIn } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { moveTime, restoreTime, skipTime } from './change-time'
import { joinRound, leaveRound } from './join-round'
import { reportRound } from './report-round'
import { coveringRound, roundsOfTicket } from './round-offers'
import { allRounds, roundsOfDays, todayOf } from './round-queries'
import { previewCalendar } from './preview-calendar'
import { createRound, editRound } from './save-round'
import { readTime } from './time-queries'

/** Of a calendar that is being typed, as many times are shown. */
const PREVIEWED = 8

export const roundHandlers = (parts: FeatureParts): FeatureHandlers<typeof rounds, Caller> => ({
  list: () => parts.current.store.read(async (db) => ({ rounds: await allRounds(db, parts.clock.now()) })),
  board: (_caller, { from, days }) =>
    parts.current.store.read(async (db) => ({ times: await roundsOfDays(db, from, addDays(from, days - 1)) })),
  preview: (_caller, calendar) =>
    parts.current.store.read(async (db) => {
      const today = await todayOf(db, parts.clock.now())
      const days = nextRoundDays(calendar, await readSetting(db, 'calendar'), today, PREVIEWED)
      return { days: [...days] }
    }),
  previewCalendar: (_caller, { calendar }) =>
    parts.current.store.read((db) => previewCalendar(db, calendar, parts.clock.now())),
  create: (_caller, fields) => createRound(parts, fields),
  edit: (caller, input) => editRound(parts, signedIn(caller), input),
  time: (_caller, input) => parts.current.store.read((db) => readTime(db, input)),
  covering: (_caller, input) =>
    parts.current.store.read(async (db) => ({ offer: await coveringRound(db, input, parts.clock.now()) })),
  ofTicket: (_caller, { id }) => parts.current.store.read((db) => roundsOfTicket(db, id, parts.clock.now())),
  join: (caller, input) => joinRound(parts, signedIn(caller), input),
  leave: (caller, input) => leaveRound(parts, signedIn(caller), input),
  move: (caller, input) => moveTime(parts, signedIn(caller), input),
  skip: (caller, input) => skipTime(parts, signedIn(caller), input),
  restore: (caller, input) => restoreTime(parts, signedIn(caller), input),
  report: (caller, input) => reportRound(parts, signedIn(caller), input),
})
