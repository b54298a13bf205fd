import type { InputOf, OutputOf } from '@shared/contract/define'
import type { CompetenceDecision, competence } from '@shared/contract/competence'
import { type CompetenceFacts, type Decision, decide, marginOf } from '@shared/competence/decide'
import { roadOf } from '@shared/competence/road'
import { areaKey } from '@shared/competence/rule'
import { isOfficeOpen } from '@shared/deadlines/office-calendar'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { BodyId, CategoryId, RuleId, TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { nameOf } from '../tickets/names'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { likelyAreas } from './likely-areas'
import { allRules, categoryPaths, drawnAreas } from './rule-queries'

type Competence = OutputOf<(typeof competence)['of']>
type Choice = NonNullable<Competence['chosen']>

interface Asked {
  readonly placeText: string
  readonly lat: number | null
  readonly lon: number | null
  readonly precision: string
  readonly categoryId: number | null
  readonly districtId: number | null
  readonly at: Instant
}

const worded = async (db: ReadDb, decision: Decision, facts: CompetenceFacts): Promise<CompetenceDecision> => {
  if (decision.kind === 'none') return { kind: 'none' }
  if (decision.kind === 'doubtful')
    return {
      kind: 'doubtful',
      why: decision.why,
      metres: decision.metres === null ? null : Math.round(decision.metres),
      candidates: decision.candidates.map(({ rule }) => ({
        bodyId: (rule?.bodyId ?? null) as BodyId | null,
        ruleName: rule?.name ?? '',
      })),
    }
  const { rule, because } = decision
  const category = await nameOf(db, 'categories', facts.categoryIds[0] ?? null)
  return {
    kind: 'decided',
    bodyId: rule.bodyId as BodyId,
    ruleId: rule.id as RuleId,
    ruleName: rule.name,
    because: because.map(({ by, name }) => ({
      by,
      name: by === 'road' ? (facts.road?.name ?? '') : by === 'category' ? category : name,
      roadKind: by === 'road' ? (facts.road?.kind ?? null) : null,
    })),
  }
}

/** What the rules say of a place, a category and a moment. */
export const decideFor = async (db: ReadDb, asked: Asked): Promise<CompetenceDecision> => {
  const rules = await allRules(db)
  if (!rules.some(({ active }) => active)) return { kind: 'none' }
  const calendar = await readSetting(db, 'calendar')
  const { borderMetres } = await readSetting(db, 'forwarding')
  const pathOf = await categoryPaths(db)
  const keys = new Set(rules.filter(({ active }) => active).flatMap((rule) => rule.areas.map(areaKey)))
  const areas = await drawnAreas(db, keys)
  const point = asked.lat === null || asked.lon === null ? null : { lat: asked.lat, lon: asked.lon }
  const facts: CompetenceFacts = {
    categoryIds: asked.categoryId === null ? [] : pathOf(asked.categoryId),
    road: roadOf(asked.placeText),
    point,
    likelyAreas: point === null ? await likelyAreas(db, asked, areas) : null,
    districtName: (await nameOf(db, 'districts', asked.districtId)) || null,
    margin: marginOf(asked.precision, borderMetres),
    inOfficeHours: isOfficeOpen(calendar, asked.at),
    day: dayAt(asked.at, calendar.zone),
  }
  return worded(db, decide(rules, facts, areas), facts)
}

export const decideTicket = (db: ReadDb, ticket: StoredTicket): Promise<CompetenceDecision> =>
  decideFor(db, {
    placeText: ticket.place_text,
    lat: ticket.lat,
    lon: ticket.lon,
    precision: ticket.place_precision,
    categoryId: ticket.category_id,
    districtId: ticket.district_id,
    at: asInstant(ticket.created_at),
  })

const choices = (db: ReadDb) =>
  db
    .selectFrom('competence_choices as choice')
    .innerJoin('tickets', 'tickets.id', 'choice.ticket_id')
    .leftJoin('users', 'users.id', 'choice.user_id')
    .select(['choice.ticket_id', 'tickets.number', 'choice.body_id', 'choice.note', 'choice.at', 'users.display_name'])
    .orderBy('choice.id', 'desc')

type ChoiceRow = Awaited<ReturnType<ReturnType<typeof choices>['execute']>>[number]

const toChoice = (row: ChoiceRow): Choice => ({
  ticketId: row.ticket_id as TicketId,
  number: row.number,
  bodyId: row.body_id as BodyId,
  note: row.note,
  by: row.display_name ?? '',
  at: asInstant(row.at),
})

/** The person's word on a ticket, while there is one. */
export const chosenFor = async (db: ReadDb, ticketId: number): Promise<Choice | null> => {
  const row = await choices(db).where('choice.ticket_id', '=', ticketId).limit(1).executeTakeFirst()
  return row ? toChoice(row) : null
}

/** In the same street, for the same category, on another ticket: what somebody knew better than the rules. */
const suggestionFor = async (
  db: ReadDb,
  ticket: StoredTicket,
  decision: CompetenceDecision,
): Promise<Choice | null> => {
  const road = roadOf(ticket.place_text)
  if (road === null) return null
  const row = await choices(db)
    .where('choice.road_key', '=', road.key)
    .where('choice.category_id', 'is', ticket.category_id)
    .where('choice.ticket_id', '<>', ticket.id)
    .limit(1)
    .executeTakeFirst()
  // What the rules have come to say since needs no reminder.
  if (!row || (decision.kind === 'decided' && decision.bodyId === row.body_id)) return null
  return toChoice(row)
}

export const competenceOf = async (db: ReadDb, ticketId: number): Promise<Competence> => {
  const ticket = (await storedTicket(db, ticketId)) ?? refuse('not_found')
  const home = await db.selectFrom('bodies').select('id').where('is_home', '=', 1).executeTakeFirst()
  const chosen = await chosenFor(db, ticketId)
  const decision = await decideTicket(db, ticket)
  return {
    decision,
    chosen,
    suggestion: chosen === null ? await suggestionFor(db, ticket, decision) : null,
    homeBodyId: (home?.id ?? null) as BodyId | null,
  }
}

export const tryPlace = async (
  db: ReadDb,
  input: InputOf<(typeof competence)['trial']>,
  at: Instant,
): Promise<OutputOf<(typeof competence)['trial']>> => ({
  decision: await decideFor(db, {
    placeText: input.text,
    lat: input.lat,
    lon: input.lon,
    precision: 'address',
    categoryId: input.categoryId,
    districtId: null,
    at,
  }),
})

const SHOWN = 100

export const overrulings = async (db: ReadDb): Promise<OutputOf<(typeof competence)['overrulings']>> => {
  const rows = await choices(db)
    .select(['choice.rule_name', 'choice.decided_body_id', 'choice.road_name', 'choice.category_id'])
    .where('choice.overruled', '=', 1)
    .limit(SHOWN)
    .execute()
  return {
    rows: rows.map((row) => ({
      ...toChoice(row),
      ruleName: row.rule_name,
      decidedBodyId: row.decided_body_id as BodyId | null,
      roadName: row.road_name,
      categoryId: row.category_id as CategoryId | null,
    })),
  }
}
