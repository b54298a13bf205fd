import { parseQuery } from '@shared/search/query'
import { findAnything } from '@main/features/search/find-anything'
import { StreetKeys } from '@main/features/search/street-keys'
import { type Bench, inTurn, timeRow } from './bench'
import { bigStore } from './big-store'

const TYPED = [
  'la',
  'lam',
  'lampione',
  'buca',
  'zanella',
  'via del moli',
  'rossi',
  'erba ciglio',
  'ortensie 12',
  '335 1',
]

/** What the palette asks at every keystroke, against one bare full-text query of the same words. */
export const search: Bench = async ({ tickets }) => {
  const store = await bigStore(tickets)
  const bare = store.connections.reader.prepare(
    'SELECT rowid FROM ticket_fts WHERE ticket_fts MATCH ? ORDER BY rowid DESC LIMIT 8',
  )
  const streets = new StreetKeys()
  const text = (round: number): string => TYPED[round % TYPED.length] ?? ''
  const timed = await inTurn(
    TYPED.length * 8,
    (round) => store.read((db) => findAnything({ db, owner: store, streets }, { text: text(round), limit: 8 })),
    (round) => bare.all(parseQuery(text(round)).ftsMatch),
  )
  await store.close()
  return [timeRow('search as you type, all groups', tickets, timed, 2, { p95Below: 50 })]
}
