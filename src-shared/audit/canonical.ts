/** What the register says of one act, as its chain covers it (docs/adr/0010-audit-chains.md). */
export interface AuditFacts {
  /** Place in the whole register, from 1 without a gap. */
  readonly id: number
  /** Which desk wrote it. */
  readonly chain: string
  /** Place in that desk's chain, from 1 without a gap. */
  readonly seq: number
  /** Epoch milliseconds of the writing desk's clock. */
  readonly at: number
  readonly kind: AuditKind
  /** A call of the contract, a job's name, or an event's. */
  readonly name: string
  /** Null: nobody had signed in, or the program itself. */
  readonly userId: number | null
  /** The account's name then; `system` for the program itself, empty for a stranger. */
  readonly actor: string
  /** The operating system's user behind the desk. */
  readonly osUser: string
  readonly host: string
  readonly entity: string | null
  readonly entityId: number | null
  /** How many looks, tries or objects this row stands for. */
  readonly count: number
  /** `ok`, or the code of a refusal. */
  readonly outcome: string
  /** SHA-256 of the payload's text, hex: it stays when retention takes the payload away. */
  readonly payloadDigest: string
}

export const AUDIT_KINDS = ['change', 'event', 'look', 'refused'] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

/** What stands before the first row of a chain. */
export const CHAIN_START = '0'.repeat(64)

/**
 * The text whose SHA-256 is a row's hash: a JSON array (ECMA-262, no spaces, UTF-8) of a format mark, the hash of the
 * same desk's row before, the hash of the register's row before, and the facts in this order. Never changed: a new
 * form gets a new mark.
 */
export const canonicalText = (facts: AuditFacts, previous: string, across: string): string =>
  JSON.stringify([
    'cantoniere-audit-1',
    previous,
    across,
    facts.id,
    facts.chain,
    facts.seq,
    facts.at,
    facts.kind,
    facts.name,
    facts.userId,
    facts.actor,
    facts.osUser,
    facts.host,
    facts.entity,
    facts.entityId,
    facts.count,
    facts.outcome,
    facts.payloadDigest,
  ])

/** What retention leaves of a payload; the row and its chain stay as they were. */
export const REMOVED_PAYLOAD = /^\{"removed":\d+\}$/
