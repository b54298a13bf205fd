import { z } from 'zod'
import { ROAD_KINDS } from '@shared/competence/road'
import { RULE_HOURS } from '@shared/competence/rule'
import { bodyId, categoryId, ruleId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { answerFields } from './answers'
import { command, query } from './define'

export const areaName = z.object({ kind: z.enum(['competence', 'district']), name: z.string().trim().min(1).max(120) })

/** Which tickets a rule is about (all that it asks for, see `shared/competence/rule`), and whose they are. */
export const ruleFields = z.object({
  name: z.string().trim().min(1).max(120),
  bodyId,
  categoryIds: z.array(categoryId).max(200),
  roadKinds: z.array(z.enum(ROAD_KINDS)).max(ROAD_KINDS.length),
  roadNames: z.array(z.string().trim().min(2).max(120)).max(200),
  areas: z.array(areaName).max(100),
  hours: z.enum(RULE_HOURS),
  season: answerFields.shape.season,
  active: z.boolean(),
})
export type RuleFields = z.output<typeof ruleFields>

export const rule = ruleFields.extend({
  id: ruleId,
  /** Another rule that makes it void, by its name; null for none. */
  clash: z.object({ kind: z.enum(['contradicts', 'never_reached']), name: z.string() }).nullable(),
  /** Areas that it names and that the map does not have (any more). */
  missingAreas: z.array(z.string()),
})
export type Rule = z.output<typeof rule>

const because = z.object({
  by: z.enum(['category', 'road', 'area', 'hours', 'season', 'always']),
  /** The area's or the category's name, the road's as it is written, or `office` and `outside`. */
  name: z.string(),
  /** Of a road. */
  roadKind: z.enum(ROAD_KINDS).nullable(),
})

/** Who is competent, and why. */
export const decision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('decided'),
    bodyId,
    ruleId,
    ruleName: z.string(),
    because: z.array(because),
  }),
  z.object({
    kind: z.literal('doubtful'),
    why: z.enum(['border', 'no_point']),
    /** To the border; null without a point. */
    metres: z.number().int().nullable(),
    /** `bodyId` null: no rule there, so the office itself. */
    candidates: z.array(z.object({ bodyId: bodyId.nullable(), ruleName: z.string() })),
  }),
])
export type CompetenceDecision = z.output<typeof decision>

/** What a person decided on some ticket. */
const choice = z.object({
  ticketId,
  number: z.string(),
  bodyId,
  note: z.string(),
  by: z.string(),
  at: instant,
})

const typedPlace = z.object({
  text: z.string().max(300),
  lat: z.number().min(-90).max(90).nullable(),
  lon: z.number().min(-180).max(180).nullable(),
  categoryId: categoryId.nullable(),
})

export const competence = {
  rules: query(
    z.object({}),
    z.object({
      /** In the order in which they are asked. */
      rules: z.array(rule),
      /** What a rule may name. */
      areas: z.array(areaName),
    }),
    { needs: 'settings.read' },
  ),
  /**
   * Refuses `rules_contradict` (with the other's name) and `rule_asks_nothing`. Goes to the end, or before the first
   * rule that asks for less than it does: behind that one it would decide nothing.
   */
  create: command(ruleFields, z.object({ id: ruleId }), { needs: 'settings.manage' }),
  edit: command(z.object({ id: ruleId, base: ruleFields.partial(), changes: ruleFields.partial() }), z.object({}), {
    needs: 'settings.manage',
  }),
  /** One place up or down. */
  move: command(z.object({ id: ruleId, by: z.union([z.literal(1), z.literal(-1)]) }), z.object({}), {
    needs: 'settings.manage',
  }),
  remove: command(z.object({ id: ruleId }), z.object({}), { needs: 'settings.manage' }),
  /** Adds the rules that ship and are not there (by name), for an office whose store was made before them. */
  addShipped: command(z.object({}), z.object({ added: z.number().int() }), { needs: 'settings.manage' }),
  /** What the rules would say of a place, as it is typed. */
  trial: query(typedPlace, z.object({ decision }), { needs: 'settings.read' }),
  /** Whose a ticket is: by the rules, by a person's word, and as it was decided in the same street before. */
  of: query(
    z.object({ ticketId }),
    z.object({
      decision,
      /** The person's word on this ticket; it holds over the rules. */
      chosen: choice.nullable(),
      /** The last time that somebody decided otherwise in the same street, for the same category. */
      suggestion: choice.nullable(),
      homeBodyId: bodyId.nullable(),
    }),
    { needs: 'tickets.read' },
  ),
  /** A person's word: against a rule it needs a note (`note_required`). Moves nothing but the competent body. */
  choose: command(z.object({ ticketId, bodyId, note: z.string().trim().max(2000).default('') }), z.object({}), {
    needs: 'tickets.edit',
  }),
  /** Where people decided against the rules, newest first: what a new rule could be made of. */
  overrulings: query(
    z.object({}),
    z.object({
      rows: z.array(
        choice.extend({
          ruleName: z.string(),
          decidedBodyId: bodyId.nullable(),
          roadName: z.string(),
          categoryId: categoryId.nullable(),
        }),
      ),
    }),
    { needs: 'settings.read' },
  ),
}
