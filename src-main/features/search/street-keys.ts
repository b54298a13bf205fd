import type { ReadDb } from '@main/store/handles'
import { KeptQuery } from '@main/store/kept-query'

const newest = new KeptQuery<{ last: number | null }>()

interface Keys {
  readonly owner: object
  readonly last: number
  /** In the order of the streets' keys. */
  readonly ids: readonly number[]
  /** Every word of every key, sorted, and at the same place of `streets` whose it is: a place in `ids`. */
  readonly words: readonly string[]
  readonly streets: readonly number[]
}

const read = async (db: ReadDb, owner: object, last: number): Promise<Keys> => {
  const rows = await db.selectFrom('streets').select(['id', 'key']).orderBy('key').execute()
  const all = rows.flatMap(({ key }, street) => key.split(' ').map((word) => ({ word, street })))
  all.sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : a.street - b.street))
  return {
    owner,
    last,
    ids: rows.map(({ id }) => id),
    words: all.map(({ word }) => word),
    streets: all.map(({ street }) => street),
  }
}

/** The place of the first word that does not come before `start`. */
const firstFrom = (words: readonly string[], start: string): number => {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] ?? '') < start) low = middle + 1
    else high = middle
  }
  return low
}

const matching = (keys: Keys, starts: readonly string[], limit: number): number[] => {
  // How many of the typed words each street has, one after the other.
  const had = new Uint8Array(keys.ids.length)
  starts.forEach((start, before) => {
    for (let at = firstFrom(keys.words, start); keys.words[at]?.startsWith(start); at += 1) {
      const street = keys.streets[at] ?? 0
      if (had[street] === before) had[street] = before + 1
    }
  })
  const found: number[] = []
  for (let street = 0; street < had.length && found.length < limit; street += 1)
    if (had[street] === starts.length) found.push(keys.ids[street] ?? 0)
  return found
}

/**
 * The streets that tickets named, in memory: looking through their table at every keystroke took longer than all the
 * rest of a search. They only grow in number, by ids that never come again: the last one tells when to read them anew.
 */
export class StreetKeys {
  #known: Keys | null = null

  /**
   * Ids of streets of whose name each word begins some word, in the order of their keys.
   * @param owner the store that `db` reads
   */
  async find(owner: object, db: ReadDb, words: readonly string[], limit: number): Promise<number[]> {
    const [row] = await newest.run(db, '', () => db.selectFrom('streets').select((eb) => eb.fn.max('id').as('last')))
    const last = row?.last ?? 0
    if (this.#known?.owner !== owner || this.#known.last !== last) this.#known = await read(db, owner, last)
    return matching(this.#known, words, limit)
  }
}
