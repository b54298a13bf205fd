import { z } from 'zod'
import { AUDIT_KINDS } from '@shared/audit/canonical'
import { userId } from '@shared/kernel/ids'
import { day, instant } from '@shared/kernel/instant'
import { pageInput, pageOf } from '@shared/kernel/page'
import { query } from './define'

export const auditFilter = z.object({
  kinds: z.array(z.enum(AUDIT_KINDS)).max(4).default([]),
  /** 0 stands for the program itself. */
  userIds: z.array(z.number().int().min(0)).max(200).default([]),
  names: z.array(z.string().max(80)).max(200).default([]),
  /** A ticket's number, as people write it. */
  ticket: z.string().trim().max(40).default(''),
  chains: z.array(z.string().max(300)).max(200).default([]),
  /** Days of the office's zone, both included. */
  from: day.nullable().default(null),
  to: day.nullable().default(null),
})
export type AuditFilter = z.output<typeof auditFilter>

export const auditRow = z.object({
  id: z.number().int(),
  at: instant,
  kind: z.enum(AUDIT_KINDS),
  name: z.string(),
  userId: userId.nullable(),
  /** The account's name then: `system` for the program itself, empty for somebody who had not signed in. */
  actor: z.string(),
  /** Empty where the account is not known any more. */
  displayName: z.string(),
  osUser: z.string(),
  host: z.string(),
  entity: z.string().nullable(),
  entityId: z.number().int().nullable(),
  /** The ticket's number; empty for other objects. */
  number: z.string(),
  /** The person's name where the object is an account that is still known; empty for other objects. */
  person: z.string(),
  count: z.number().int(),
  outcome: z.string(),
})
export type AuditRow = z.output<typeof auditRow>

const problem = z.object({
  fault: z.enum(['changed', 'missing']),
  id: z.number().int(),
  chain: z.string(),
  seq: z.number().int(),
})

export const auditState = z.object({
  ok: z.boolean(),
  rows: z.number().int(),
  faults: z.number().int(),
  problems: z.array(problem),
  /** The last row before the first fault; null in an empty register. */
  soundUntil: instant.nullable(),
  chains: z.array(
    z.object({
      chain: z.string(),
      host: z.string(),
      osUser: z.string(),
      rows: z.number().int(),
      lastAt: instant,
      head: z.string(),
    }),
  ),
})
export type AuditState = z.output<typeof auditState>

export const audit = {
  /** Newest first. */
  list: query(pageInput.extend({ filter: auditFilter.prefault({}) }), pageOf(auditRow), {
    needs: 'audit.read',
    touchesPerson: true,
  }),
  /** One row's fields: names and digests, plain values where the contract calls them nobody's data. */
  get: query(
    z.object({ id: z.number().int() }),
    z.object({
      fields: z.array(z.string()),
      plain: z.record(z.string(), z.unknown()),
      /** When retention took the payload away; null while it is there. */
      removedAt: instant.nullable(),
      chain: z.string(),
      seq: z.number().int(),
      hash: z.string(),
    }),
    { needs: 'audit.read' },
  ),
  /** What the filters can be set to. */
  facets: query(
    z.object({}),
    z.object({
      names: z.array(z.string()),
      people: z.array(z.object({ id: z.number().int(), name: z.string() })),
      desks: z.array(z.object({ chain: z.string(), host: z.string(), osUser: z.string() })),
    }),
    { needs: 'audit.read' },
  ),
  /** Follows every chain from its first row: seconds on a large register, slice by slice. */
  check: query(z.object({}), auditState, { needs: 'audit.read' }),
  /**
   * A piece of the register to take away, oldest first. `table` is what the filter shows (in `rows`); `chain` is every
   * row of the filter's days as JSON lines (in `text`), so that whoever gets it can follow the chains. `next` null: that
   * was the last piece.
   */
  export: query(
    z.object({
      format: z.enum(['table', 'chain']),
      filter: auditFilter.prefault({}),
      after: z.number().int().min(0).default(0),
    }),
    z.object({ rows: z.array(auditRow), text: z.string(), next: z.number().int().nullable() }),
    { needs: 'audit.read', audit: { as: 'event', plain: ['format', 'after'] } },
  ),
}
