import { z } from 'zod'
import { answerId, categoryId } from '@shared/kernel/ids'
import { OUTCOMES, TICKET_STATUSES } from '@shared/tickets/vocabulary'
import { command, query } from './define'

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const seasonDay = z
  .string()
  .regex(/^\d{2}-\d{2}$/)
  .refine((text) => {
    const [month = 0, day = 0] = text.split('-').map(Number)
    return day >= 1 && day <= (DAYS_OF_MONTH[month - 1] ?? 0)
  })

/** A text that the office has ready, and when it is proposed. */
export const answerFields = z.object({
  name: z.string().trim().min(1).max(80),
  /** Holds `{placeholders}`; one that means nothing is refused by its name. */
  text: z.string().trim().min(1).max(10_000),
  /** A category stands for those under it too; an empty list for all. */
  categoryIds: z.array(categoryId).max(200),
  statuses: z.array(z.enum(TICKET_STATUSES)).max(TICKET_STATUSES.length),
  outcomes: z.array(z.enum(OUTCOMES)).max(OUTCOMES.length),
  /** Part of the year, `MM-DD` to `MM-DD`; null is all of it. */
  season: z.object({ from: seasonDay, to: seasonDay }).nullable(),
  active: z.boolean(),
})
export type AnswerFields = z.output<typeof answerFields>

export const answer = answerFields.extend({ id: answerId })
export type Answer = z.output<typeof answer>

export const answers = {
  /** Every ready answer, in the office's order. */
  list: query(z.object({}), z.object({ answers: z.array(answer) }), { needs: 'session' }),
  create: command(answerFields, z.object({ id: answerId }), { needs: 'answers.manage' }),
  edit: command(
    z.object({ id: answerId, base: answerFields.partial(), changes: answerFields.partial() }),
    z.object({}),
    { needs: 'answers.manage' },
  ),
  /** One place up or down in the order. */
  move: command(z.object({ id: answerId, by: z.union([z.literal(1), z.literal(-1)]) }), z.object({}), {
    needs: 'answers.manage',
  }),
  remove: command(z.object({ id: answerId }), z.object({}), { needs: 'answers.manage' }),
  /** Adds the answers that ship and are not there (by name), for an office whose store was made before them. */
  addShipped: command(z.object({}), z.object({ added: z.number().int() }), { needs: 'answers.manage' }),
}
