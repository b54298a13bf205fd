import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asInstant } from '@shared/kernel/instant'
import { fillRegistry } from '@main/features/places/import-streets'
import { StreetNetwork } from '@main/features/places/street-network'
import type { RegistryStreet } from '@main/features/places/registry-file'
import { type TownStore, townStore } from '../../support/town-store'
import { valueOf } from '../../support/engine'

const NOW = Date.UTC(2026, 10, 23, 8)
let town: TownStore
beforeEach(async () => {
  town = await townStore(NOW)
})
afterEach(() => town.close())

/** Ten houses, thirty metres apart, along a street that runs east from here. */
const street = (name: string, lon: number, lat: number, doors = 10): RegistryStreet => ({
  code: name,
  name,
  locality: '',
  doors: Array.from({ length: doors }, (_, n) => ({
    code: '',
    number: n + 1,
    exponent: '',
    label: String(n + 1),
    locality: '',
    point: { lat, lon: lon + n * 0.000_37 },
    note: null,
  })),
})
const fill = async (streets: RegistryStreet[], at = NOW): Promise<void> => {
  valueOf(
    await town.store.write((db) =>
      fillRegistry(db, { streets, rows: 0, skipped: [], noted: [] }, { file: 'vie.csv', at: asInstant(at) }),
    ),
  )
}
const HERE: [number, number, number, number] = [10.5, 43.8, 10.51, 43.81]

describe('the streets of the register on the map', () => {
  it('are those that reach into the view, as lines, and close by with the numbers that lie in it', async () => {
    await fill([street('Via Romana', 10.499, 43.805), street('Via Lontana', 10.7, 43.9)])
    const network = new StreetNetwork()
    const far = valueOf(await network.inView(town.store, { bbox: HERE, detail: 'coarse' }))
    expect(far.streets).toEqual([{ name: 'Via Romana', lines: [[10.499, 43.805, 10.502_33, 43.805]] }])
    expect(far.doors).toEqual([])
    const near = valueOf(await network.inView(town.store, { bbox: HERE, detail: 'doors' }))
    expect(near.streets[0]?.lines[0]?.length).toBe(20)
    // The first three houses lie west of the view.
    expect(near.doors.map(([, , label]) => label)).toEqual(['4', '5', '6', '7', '8', '9', '10'])
    expect(valueOf(await network.inView(town.store, { bbox: HERE, detail: 'lines' })).doors).toEqual([])
  })

  it('are traced anew when another register is imported, and none without one', async () => {
    const network = new StreetNetwork()
    const names = async () =>
      valueOf(await network.inView(town.store, { bbox: HERE, detail: 'lines' })).streets.map(({ name }) => name)
    expect(await names()).toEqual([])
    await fill([street('Via Romana', 10.5, 43.805)])
    expect(await names()).toEqual(['Via Romana'])
    await fill([street('Via Pesciatina', 10.5, 43.806)], NOW + 1000)
    expect(await names()).toEqual(['Via Pesciatina'])
  })

  it('are read and traced once for maps that open together', async () => {
    await fill([street('Via Romana', 10.5, 43.805)])
    const network = new StreetNetwork()
    const ask = async () => valueOf(await network.inView(town.store, { bbox: HERE, detail: 'lines' })).streets[0]?.lines
    const [one, other] = await Promise.all([ask(), ask()])
    expect(one?.length).toBe(1)
    expect(other).toBe(one)
  })

  it('has no line through houses that have no point', async () => {
    const blank = street('Via Senza Punti', 10.5, 43.805)
    await fill([{ ...blank, doors: blank.doors.map((door) => ({ ...door, point: null, note: 'no_coordinate' })) }])
    expect(valueOf(await new StreetNetwork().inView(town.store, { bbox: HERE, detail: 'lines' })).streets).toEqual([])
  })
})
