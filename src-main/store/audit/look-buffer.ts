import { MINUTE_MS } from '@shared/kernel/instant'
import type { Actor } from './acting'

/** What is held for the next write at most; more of it is a program that reads everything, not a person. */
const KEPT = 5_000
/** So many objects of one kind in one minute are a list that was read whole: one row with their number. */
const OBJECTS_A_MINUTE = 300

export interface Look {
  readonly kind: 'look' | 'event' | 'refused'
  readonly name: string
  readonly actor: Actor
  readonly operator?: string | undefined
  readonly station?: string | undefined
  readonly entity: string | null
  /** An id, or a file's hash for `entity` `files`. */
  readonly object: number | string | null
  readonly outcome: string
  /** So many minutes after it was told the same is not told anew: every pause of whoever types writes, and each write tells. */
  readonly onceIn?: number | undefined
}

export interface HeldLook extends Look {
  /** The first one's time, epoch milliseconds. */
  readonly at: number
  count: number
}

/**
 * Looks at people's data on their way into the register: one row a person, object and minute, written with the next
 * change or every few seconds, never one write a click. What a killed program loses is what lies here.
 */
export class LookBuffer {
  #held = new Map<string, HeldLook>()
  readonly #objects = new Map<string, number>()
  /** Until when what is told once in a while counts as told. */
  readonly #told = new Map<string, number>()

  get size(): number {
    return this.#held.size
  }

  add(look: Look, at: number): void {
    const minute = Math.floor(at / MINUTE_MS)
    const who = `${look.kind} ${look.actor.id ?? look.actor.name} ${look.operator ?? ''} ${look.station ?? ''}`
    // What opening one ticket asks (the ticket, its timeline, its recipients) is one look at that ticket.
    const what = look.object === null ? look.name : (look.entity ?? '')
    if (look.onceIn !== undefined) {
      const same = `${who} ${look.name} ${look.object}`
      if (at < (this.#told.get(same) ?? 0) || this.#held.size >= KEPT) return
      for (const [key, until] of this.#told) if (until <= at) this.#told.delete(key)
      this.#told.set(same, at + look.onceIn * MINUTE_MS)
    }
    const kind = `${who} ${what} ${look.outcome} ${minute}`
    let object = look.object
    if (object !== null && !this.#held.has(`${kind} ${object}`)) {
      const known = (this.#objects.get(kind) ?? 0) + 1
      this.#objects.set(kind, known)
      if (known > OBJECTS_A_MINUTE) object = null
    }
    const key = `${kind} ${object ?? 'all'}`
    const held = this.#held.get(key)
    // How often it was opened, not how much a page asks for to show it.
    if (held) held.count += held.name === look.name ? 1 : 0
    else if (this.#held.size < KEPT) this.#held.set(key, { ...look, object, at, count: 1 })
  }

  /** Everything held now; `written` forgets it once the transaction that took it has committed. */
  take(): { readonly looks: readonly HeldLook[]; readonly written: () => void } {
    const taken = this.#held
    const looks = [...taken.values()].map((look) => ({ ...look }))
    return {
      looks,
      written: () => {
        // What was counted on while the write was under way stays, less what was written.
        const rest = new Map<string, HeldLook>()
        for (const [index, [key, held]] of [...taken].entries()) {
          const before = looks[index]?.count ?? 0
          if (held.count > before) rest.set(key, { ...held, count: held.count - before })
        }
        this.#held = rest
        this.#objects.clear()
      },
    }
  }
}
