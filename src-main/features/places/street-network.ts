import { setImmediate } from 'node:timers/promises'
import Flatbush from 'flatbush'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { places } from '@shared/contract/places'
import { type Result, ok } from '@shared/kernel/result'
import { type FlatLine, coarser, traceStreet } from '@shared/places/street-trace'
import type { Store } from '@main/store/store'
import { registryFacts } from './import-streets'
import { type RegistryLines, registryLines } from './street-network-queries'

type StreetsInView = OutputOf<(typeof places)['streets']>
type Asked = InputOf<(typeof places)['streets']>

/** As many house numbers as a screen could ever show. */
const MOST_DOORS = 4000
/** Streets that are traced before a click may come in between. */
const STREETS_A_STEP = 100
/** About thirty metres: what a pixel is when the whole town is looked at. */
const COARSE_DEGREES = 0.0003

interface Street {
  readonly name: string
  readonly lines: FlatLine[]
  readonly coarse: FlatLine[]
  readonly doors: readonly { readonly label: string; readonly lat: number; readonly lon: number }[]
}

interface Network {
  readonly streets: readonly Street[]
  /** Null for none: an index needs something to hold. */
  readonly index: Flatbush | null
}

const boxOf = (doors: Street['doors']): [number, number, number, number] => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { lat, lon } of doors) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return [west, south, east, north]
}

const traced = async ({ streets, doors }: RegistryLines): Promise<Network> => {
  const names = new Map(streets.map(({ id, name }) => [id, name]))
  const byStreet = Map.groupBy(doors, (door) => door.street_id)
  const found: Street[] = []
  for (const [id, own] of byStreet) {
    const lines = traceStreet(own)
    const coarse = lines.filter((line) => line.length > 2).map((line) => coarser(line, COARSE_DEGREES))
    found.push({ name: names.get(id) ?? '', lines, coarse, doors: own })
    if (found.length % STREETS_A_STEP === 0) await setImmediate()
  }
  if (found.length === 0) return { streets: [], index: null }
  const index = new Flatbush(found.length)
  for (const street of found) index.add(...boxOf(street.doors))
  index.finish()
  return { streets: found, index }
}

/** The register's streets as lines in memory, with an index of where they lie; traced anew when another is imported. */
export class StreetNetwork {
  #known: { readonly owner: object; readonly stamp: string; readonly network: Promise<Result<Network>> } | null = null

  async inView(store: Store, { bbox, detail }: Asked): Promise<Result<StreetsInView>> {
    const network = await this.#of(store)
    if (!network.ok) return network
    const { streets, index } = network.value
    const seen = (index?.search(...bbox) ?? []).toSorted((a, b) => a - b).flatMap((at) => streets[at] ?? [])
    if (detail === 'coarse')
      return ok({ streets: seen.map(({ name, coarse }) => ({ name, lines: coarse })), doors: [] })
    const lines = seen.map((street) => ({ name: street.name, lines: street.lines }))
    if (detail === 'lines') return ok({ streets: lines, doors: [] })
    const [west, south, east, north] = bbox
    const doors: StreetsInView['doors'] = []
    for (const street of seen)
      for (const { lat, lon, label } of street.doors) {
        if (lon < west || lon > east || lat < south || lat > north) continue
        if (doors.length >= MOST_DOORS) return ok({ streets: lines, doors })
        doors.push([lon, lat, label])
      }
    return ok({ streets: lines, doors })
  }

  async #of(store: Store): Promise<Result<Network>> {
    const facts = await store.read(registryFacts)
    if (!facts.ok) return facts
    const stamp = JSON.stringify(facts.value)
    // Kept while it is still on its way: maps that open together have the register read and traced once.
    const kept = this.#known
    const known =
      kept?.owner === store && kept.stamp === stamp ? kept : { owner: store, stamp, network: this.#trace(store) }
    this.#known = known
    const found = await known.network
    if (!found.ok && this.#known === known) this.#known = null
    return found
  }

  async #trace(store: Store): Promise<Result<Network>> {
    const read = await store.read(registryLines)
    return read.ok ? ok(await traced(read.value)) : read
  }
}
