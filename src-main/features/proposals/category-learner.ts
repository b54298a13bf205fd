import { setImmediate as breathe } from 'node:timers/promises'
import { CategoryModel } from '@shared/proposals/category-model'
import { type Result, ok } from '@shared/kernel/result'
import type { Store } from '@main/store/store'
import { changedSince, newestCategorised, ticketTexts } from './ticket-texts-queries'

/** Enough of an office's habits; older ones may be those of another office. */
const LEARNED_FROM = 5000
const BATCH = 250
/** A category's own name, until tickets say more. */
const NAME_SHARE = 0.5

interface Learning {
  readonly store: Store
  readonly model: CategoryModel
  readonly known: Map<number, { readonly category: number; readonly text: string }>
  names: string
  newestAt: number
}

/**
 * Learns from the tickets of the open store, on this machine and in memory: nothing of it is written anywhere. The
 * first question learns the newest tickets, each later one what has happened since.
 */
export class CategoryLearner {
  #learning: Learning | null = null
  #turn: Promise<unknown> = Promise.resolve()

  /** The model as of now; one caller at a time learns. */
  model(store: Store): Promise<Result<CategoryModel>> {
    const next = this.#turn.then(() => this.#upToDate(store))
    this.#turn = next.catch(() => undefined)
    return next
  }

  async #upToDate(store: Store): Promise<Result<CategoryModel>> {
    const fresh = this.#learning?.store !== store
    const learning: Learning = fresh
      ? { store, model: new CategoryModel(), known: new Map(), names: '', newestAt: 0 }
      : (this.#learning as Learning)
    const ids = await store.read((db) =>
      fresh ? newestCategorised(db, LEARNED_FROM) : changedSince(db, learning.newestAt, LEARNED_FROM),
    )
    if (!ids.ok) return ids
    for (let from = 0; from < ids.value.length; from += BATCH) {
      const texts = await store.read((db) => ticketTexts(db, ids.value.slice(from, from + BATCH)))
      if (!texts.ok) return texts
      for (const ticket of texts.value) this.#learnOne(learning, ticket)
      // Learning thousands of texts takes a fifth of a second: others get their turn in between.
      await breathe()
    }
    const named = await this.#learnNames(learning)
    if (!named.ok) return named
    this.#learning = learning
    return ok(learning.model)
  }

  #learnOne(
    learning: Learning,
    ticket: {
      readonly id: number
      readonly categoryId: number | null
      readonly changedAt: number
      readonly text: string
    },
  ): void {
    const before = learning.known.get(ticket.id)
    learning.newestAt = Math.max(learning.newestAt, ticket.changedAt)
    if (before?.category === ticket.categoryId && before?.text === ticket.text) return
    if (before) learning.model.forget(before.text, before.category)
    learning.known.delete(ticket.id)
    if (ticket.categoryId === null) return
    learning.known.set(ticket.id, { category: ticket.categoryId, text: ticket.text })
    learning.model.learn(ticket.text, ticket.categoryId)
  }

  async #learnNames(learning: Learning): Promise<Result<void>> {
    const rows = await learning.store.read((db) =>
      db.selectFrom('categories').select(['id', 'name', 'active']).orderBy('id').execute(),
    )
    if (!rows.ok) return rows
    const now = JSON.stringify(rows.value)
    if (now === learning.names) return ok(undefined)
    for (const { id, name } of learning.names === '' ? [] : (JSON.parse(learning.names) as typeof rows.value))
      learning.model.learn(name, id, -NAME_SHARE)
    for (const { id, name } of rows.value) learning.model.learn(name, id, NAME_SHARE)
    learning.names = now
    return ok(undefined)
  }
}
