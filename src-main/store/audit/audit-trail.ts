import { randomBytes } from 'node:crypto'
import type Database from 'better-sqlite3'
import { type AuditFacts, CHAIN_START } from '@shared/audit/canonical'
import { MINUTE_MS } from '@shared/kernel/instant'
import { auditPayload } from '@shared/audit/payload'
import { type Act, SYSTEM } from './acting'
import { auditHash, sha256Hex, shortDigest } from './audit-hash'
import { changedObjects, type ChangedObject, type LoggedChange } from './changed-objects'
import { type HeldLook, type Look, LookBuffer } from './look-buffer'

/** Which desk signs the rows. */
export interface DeskSignature {
  /** The chain's name: stable over restarts. */
  readonly id: string
  readonly host: string
  readonly osUser: string
  readonly now: () => number
}

interface Head {
  readonly id: number
  readonly seq: number
  readonly hash: string
}

type Row = Omit<AuditFacts, 'id' | 'chain' | 'seq' | 'payloadDigest'> & { readonly payload: string }

const EMPTY = '{}'

/**
 * Writes the register inside the transactions that it tells of: what a write changed is read from the change log, who
 * did it from the act under way, and the looks that wait go along. Bare statements on the writing connection, since
 * this runs in every write.
 */
export class AuditTrail {
  #database: Database.Database
  readonly #looks = new LookBuffer()
  readonly #statements = new Map<string, Database.Statement>()
  #desk: DeskSignature

  constructor(database: Database.Database, desk: DeskSignature) {
    this.#database = database
    this.#desk = desk
  }

  /** Another connection writes from now on. */
  use(database: Database.Database): void {
    this.#database = database
    this.#statements.clear()
  }

  /** From now on this desk's chain is written on. */
  sign(desk: DeskSignature): void {
    this.#desk = desk
  }

  /** Remembered until the next write. */
  look(look: Look): void {
    this.#looks.add(look, this.#desk.now())
  }

  get waiting(): number {
    return this.#looks.size
  }

  /** Right after BEGIN: where the change log stands. */
  begin(): number {
    return (this.#statement('SELECT max(seq) FROM change_log').pluck().get() as number | null) ?? 0
  }

  /** Right before COMMIT. What it answers is called once the commit has succeeded. */
  seal(mark: number, act: Act | null): () => void {
    const { looks, written } = this.#looks.take()
    const rows = [...this.#changes(mark, act), ...onePerTicket(looks.map((look) => this.#lookRow(look)))]
    if (rows.length === 0) return () => undefined
    this.#append(rows)
    return () => {
      if (act !== null) act.recorded = true
      written()
    }
  }

  #changes(mark: number, act: Act | null): Row[] {
    const logged = this.#statement('SELECT entity, entity_id AS id FROM change_log WHERE seq > ? ORDER BY seq').all(
      mark,
    ) as LoggedChange[]
    const objects = logged.length === 0 ? [] : changedObjects(logged, (entity, id) => this.#ticketOf(entity, id))
    // A call that changed only what nobody watches (a copy's date, a password in a keychain) is told as well, once.
    if (objects.length === 0 && (act === null || act.recorded)) return []
    const payload = act === null || act.recorded ? EMPTY : this.#payload(act)
    const first: ChangedObject = objects[0] ?? { entity: null, id: null, count: 1 }
    const base = {
      at: this.#desk.now(),
      kind: act?.facts.kind ?? 'change',
      name: act?.facts.name ?? 'system',
      ...this.#who(act?.actor ?? SYSTEM, act?.facts),
      outcome: 'ok',
    } as const
    return [first, ...objects.slice(1)].map((object, index) => ({
      ...base,
      entity: object.entity,
      entityId: object.id,
      count: object.count,
      payload: index === 0 ? payload : EMPTY,
    }))
  }

  #who(
    actor: { readonly id: number | null; readonly name: string },
    from: { readonly operator?: string | undefined; readonly station?: string | undefined } | undefined,
  ): Pick<Row, 'userId' | 'actor' | 'osUser' | 'host'> {
    return {
      userId: actor.id,
      actor: actor.name,
      osUser: from?.operator ?? this.#desk.osUser,
      host: from?.station ?? this.#desk.host,
    }
  }

  #payload(act: Act): string {
    const salt = randomBytes(12).toString('base64url')
    return JSON.stringify(auditPayload(act.facts.input?.(), act.facts.plain ?? [], { salt, digest: shortDigest }))
  }

  #lookRow(look: HeldLook): Row {
    const known = typeof look.object === 'string' ? null : look.object
    const ticket = look.entity === null || look.object === null ? null : this.#ticketOf(look.entity, look.object)
    return {
      at: look.at,
      kind: look.kind,
      name: look.name,
      ...this.#who(look.actor, look),
      entity: ticket === null ? look.entity : 'tickets',
      entityId: ticket ?? known,
      count: look.count,
      outcome: look.outcome,
      payload: EMPTY,
    }
  }

  /** What a manager asks for is the ticket: a visit, a message or a file is told as its ticket's. */
  #ticketOf(entity: string, object: number | string): number | null {
    const sql = TICKET_OF[entity]
    if (sql === undefined) return null
    return (this.#statement(sql).pluck().get(object) as number | undefined) ?? null
  }

  #append(rows: readonly Row[]): void {
    const { id: chain } = this.#desk
    const insert = this.#statement(
      `INSERT INTO audit (id, chain, seq, at, kind, name, user_id, actor, os_user, host, entity, entity_id, count,
         outcome, payload, payload_digest, hash)
       VALUES (@id, @chain, @seq, @at, @kind, @name, @userId, @actor, @osUser, @host, @entity, @entityId, @count,
         @outcome, @payload, @payloadDigest, @hash)`,
    )
    let last = this.#statement('SELECT id, seq, hash FROM audit ORDER BY id DESC LIMIT 1').get() as Head | undefined
    let own = this.#statement('SELECT id, seq, hash FROM audit WHERE chain = ? ORDER BY seq DESC LIMIT 1').get(
      chain,
    ) as Head | undefined
    for (const row of rows) {
      const facts: AuditFacts = {
        ...row,
        id: (last?.id ?? 0) + 1,
        chain,
        seq: (own?.seq ?? 0) + 1,
        payloadDigest: row.payload === EMPTY ? EMPTY_DIGEST : sha256Hex(row.payload),
      }
      const hash = auditHash(facts, own?.hash ?? CHAIN_START, last?.hash ?? CHAIN_START)
      insert.run({ ...facts, payload: row.payload, hash })
      own = { id: facts.id, seq: facts.seq, hash }
      last = own
    }
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    const made = this.#database.prepare(sql)
    this.#statements.set(sql, made)
    return made
  }
}

/** A ticket's photos are looks at that ticket: one row a person, object and minute, whatever it was asked for by. */
const onePerTicket = (rows: readonly Row[]): Row[] => {
  const kept = new Map<string, Row>()
  for (const [index, row] of rows.entries()) {
    const minute = Math.floor(row.at / MINUTE_MS)
    const key =
      row.entityId === null
        ? `row ${index}`
        : [row.kind, row.actor, row.osUser, row.host, row.entity, row.entityId, row.outcome, minute].join(' ')
    const known = kept.get(key)
    kept.set(key, known ? { ...known, count: Math.max(known.count, row.count) } : row)
  }
  return [...kept.values()]
}

const EMPTY_DIGEST = sha256Hex(EMPTY)

const TICKET_OF: Readonly<Record<string, string>> = {
  visits: 'SELECT ticket_id FROM visits WHERE id = ?',
  messages: 'SELECT ticket_id FROM messages WHERE id = ?',
  outbox: 'SELECT ticket_id FROM messages WHERE id = ?',
  files: 'SELECT ticket_id FROM attachments WHERE sha256 = ? ORDER BY id LIMIT 1',
}
