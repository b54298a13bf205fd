import type { RegistryStreet } from '@main/features/places/registry-file'
import { type Centre, DEGREES_A_METRE, doorsBeside, type Kerb } from './demo-streets'
import type { SeededRandom } from './seeded-random'

/** Between two doors of one side on the road. */
const STEP_METRES = 48
/** Roads to one place from several sides are told apart as people do. */
const NAMES = ['Via di', 'Via per', 'Strada di', 'Via vecchia di', 'Via nuova di', 'Traversa di', 'Vicinale di']

const between = (from: Centre, to: Centre): { east: number; north: number } => ({
  east: ((to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180)) / DEGREES_A_METRE,
  north: (to.lat - from.lat) / DEGREES_A_METRE,
})

const squared = (from: Centre, to: Centre): number => {
  const { east, north } = between(from, to)
  return east * east + north * north
}

/** Neighbours with no third place on the way (a Gabriel graph): the roads that a plain full of villages has. */
const neighbours = (centres: readonly Centre[]): [Centre, Centre][] =>
  centres.flatMap((one, at) =>
    centres
      .slice(at + 1)
      .filter((other) =>
        centres.every(
          (third) =>
            third === one || third === other || squared(one, third) + squared(other, third) >= squared(one, other),
        ),
      )
      .map((other): [Centre, Centre] => [one, other]),
  )

/** From a place half the way to its neighbour, where the neighbour's own road comes to meet it. */
const halfWay = (from: Centre, to: Centre, bend: number): Kerb[] => {
  const { east, north } = between(from, to)
  const length = Math.hypot(east, north)
  const steps = Math.max(2, Math.round(length / 2 / STEP_METRES))
  const [along, aside] = [Math.atan2(north, east), bend * length]
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps / 2
    const stray = Math.sin(share * Math.PI) * aside
    const turn = Math.atan2(Math.cos(share * Math.PI) * Math.PI * aside, length)
    return {
      east: east * share - Math.sin(along) * stray,
      north: north * share + Math.cos(along) * stray,
      angle: along + turn,
    }
  })
}

/** Roads from each district to those beside it, half of each road in either, with house numbers along them. */
export const demoRoads = (districts: readonly Centre[], random: SeededRandom): RegistryStreet[] => {
  const used = new Map<string, number>()
  const nameTo = ({ name }: Centre): string => {
    const before = used.get(name) ?? 0
    used.set(name, before + 1)
    return `${NAMES[before % NAMES.length] ?? ''} ${name}`
  }
  return neighbours(districts).flatMap(([one, other]) => {
    const bend = (random.next() - 0.5) * 0.24
    // Seen from the other end the same bend lies on the other side.
    return [
      { from: one, to: other, bend },
      { from: other, to: one, bend: -bend },
    ].map((road): RegistryStreet => {
      const name = nameTo(road.to)
      const doors = doorsBeside(road.from, halfWay(road.from, road.to, road.bend), random)
      return { code: name, name, locality: road.from.name, doors }
    })
  })
}
