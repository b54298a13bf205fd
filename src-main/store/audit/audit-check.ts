import { type AuditFacts, CHAIN_START, REMOVED_PAYLOAD } from '@shared/audit/canonical'
import { auditHash, sha256Hex } from './audit-hash'

/** What a checker is fed: a row of the register, from a store or from an exported file. */
export interface CheckedRow extends AuditFacts {
  readonly payload: string
  readonly hash: string
}

/**
 * `changed`: the row is not what was written there, or what it follows is not. `missing`: rows before it were taken out
 * or put in; or a head that was kept elsewhere is not in the register any more.
 */
export type AuditFault = 'changed' | 'missing'

export interface AuditProblem {
  readonly fault: AuditFault
  readonly id: number
  readonly chain: string
  readonly seq: number
  readonly at: number
}

export interface ChainSummary {
  readonly chain: string
  readonly host: string
  readonly osUser: string
  readonly rows: number
  readonly firstAt: number
  readonly lastAt: number
  readonly lastSeq: number
  readonly head: string
}

interface Seen {
  readonly seq: number
  readonly hash: string
}

const PROBLEMS_KEPT = 20
const START = { previous: CHAIN_START, across: CHAIN_START }

/**
 * Follows the chains row by row, in the order of their ids. `whole` starts from nothing, as a store does; otherwise
 * (a file that holds some days) each chain's first row is believed and everything after it must follow.
 */
export class AuditCheck {
  readonly #chains = new Map<string, ChainSummary>()
  readonly #heads = new Map<string, Seen>()
  readonly problems: AuditProblem[] = []
  #faults = 0
  #rows = 0
  #last: { readonly id: number; readonly hash: string } | null = null
  #soundUntil: { readonly id: number; readonly at: number } | null = null

  constructor(private readonly whole: boolean) {}

  /** `written` is what a file says that its row follows: believed for the first of a chain only. */
  add(row: CheckedRow, written: { readonly previous: string; readonly across: string } = START): void {
    this.#rows += 1
    const fault = this.#fault(row, written)
    if (fault === null && this.#faults === 0) this.#soundUntil = { id: row.id, at: row.at }
    if (fault !== null) this.#note(fault, row)
    this.#heads.set(row.chain, { seq: row.seq, hash: row.hash })
    this.#last = { id: row.id, hash: row.hash }
    const known = this.#chains.get(row.chain)
    this.#chains.set(row.chain, {
      chain: row.chain,
      host: row.host,
      osUser: row.osUser,
      rows: (known?.rows ?? 0) + 1,
      firstAt: known?.firstAt ?? row.at,
      lastAt: row.at,
      lastSeq: row.seq,
      head: row.hash,
    })
  }

  /** A head that was kept elsewhere (with a copy) and is not what stands there now: rows were rewritten or cut off. */
  expectHead(head: {
    readonly chain: string
    readonly seq: number
    readonly hash: string
    readonly found: string | null
  }): void {
    if (head.found === head.hash) return
    this.#note('missing', { id: 0, chain: head.chain, seq: head.seq, at: 0 })
  }

  get result(): {
    readonly ok: boolean
    readonly rows: number
    readonly faults: number
    readonly problems: readonly AuditProblem[]
    readonly chains: readonly ChainSummary[]
    /** The last row before the first fault. */
    readonly soundUntil: { readonly id: number; readonly at: number } | null
  } {
    return {
      ok: this.#faults === 0,
      rows: this.#rows,
      faults: this.#faults,
      problems: this.problems,
      chains: [...this.#chains.values()],
      soundUntil: this.#soundUntil,
    }
  }

  #fault(row: CheckedRow, written: { readonly previous: string; readonly across: string }): AuditFault | null {
    if (!REMOVED_PAYLOAD.test(row.payload) && sha256Hex(row.payload) !== row.payloadDigest) return 'changed'
    const before = this.#heads.get(row.chain)
    const last = this.#last
    if (before === undefined ? this.whole && row.seq !== 1 : row.seq !== before.seq + 1) return 'missing'
    if (last === null ? this.whole && row.id !== 1 : row.id !== last.id + 1) return 'missing'
    const previous = before?.hash ?? (this.whole ? CHAIN_START : written.previous)
    const across = last?.hash ?? (this.whole ? CHAIN_START : written.across)
    return auditHash(row, previous, across) === row.hash ? null : 'changed'
  }

  #note(fault: AuditFault, row: Omit<AuditProblem, 'fault'>): void {
    this.#faults += 1
    if (this.problems.length < PROBLEMS_KEPT)
      this.problems.push({ fault, id: row.id, chain: row.chain, seq: row.seq, at: row.at })
  }
}
