import type { ReadDb } from '@main/store/handles'
import { KeptQuery } from '@main/store/kept-query'

const newest = new KeptQuery<{ last: number | null }>()

interface Keys {
  readonly owner: object
  readonly last: number
  readonly ids: readonly number[]
  /** Every key on a line of its own with a blank before it, so that a word's beginning is found by one look for it. */
  readonly text: string
  /** Where each one's line begins. */
  readonly starts: readonly number[]
}

const read = async (db: ReadDb, owner: object, last: number): Promise<Keys> => {
  const rows = await db.selectFrom('streets').select(['id', 'key']).orderBy('key').execute()
  const starts: number[] = []
  let length = 0
  for (const { key } of rows) {
    starts.push(length)
    length += key.length + 2
  }
  return { owner, last, ids: rows.map(({ id }) => id), text: rows.map(({ key }) => ` ${key}\n`).join(''), starts }
}

/** The last of these that does not lie behind `place`. */
const lastBefore = (starts: readonly number[], place: number): number => {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}

const matching = ({ ids, text, starts }: Keys, words: readonly string[], limit: number): number[] => {
  const [first, ...others] = words.map((word) => ` ${word}`)
  const found: number[] = []
  if (first === undefined) return found
  for (let place = text.indexOf(first); place >= 0 && found.length < limit; ) {
    const line = lastBefore(starts, place)
    const end = starts[line + 1] ?? text.length
    const key = text.slice(starts[line], end)
    const id = ids[line]
    if (id !== undefined && others.every((word) => key.includes(word))) found.push(id)
    place = text.indexOf(first, end)
  }
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
