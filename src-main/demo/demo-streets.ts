import { civicLabel } from '@shared/places/anncsu'
import type { RegistryDoor, RegistryStreet } from '@main/features/places/registry-file'
import { STREETS } from './demo-words'
import type { SeededRandom } from './seeded-random'

export interface Centre {
  readonly id: number
  readonly name: string
  readonly lat: number
  readonly lon: number
}

const STREETS_A_DISTRICT = 3
export const DEGREES_A_METRE = 1 / 111_320
const DOOR_METRES = 13
const KERB_METRES = 9

/** More made-up names, so that each stands once in the town. */
const MORE = [
  ...'dei Tigli,del Bottaccio,delle Fonti,dei Ciliegi,del Colombaio,della Cartiera,dei Merli,del Noceto,delle Viole,dei Carpini,della Gora,del Lecceto,dei Vetturini,della Sementa,del Pagliaio,delle Ginestre,dei Maniscalchi,del Vivaio,della Calcinaia,dei Mandorli,delle Querciole,del Campaccio,della Ragnaia,dei Setaioli,del Roseto,delle Lavandaie,dei Carradori,della Mimosa,del Cerreto,dei Funai,delle Rondini,del Pomario,della Tinaia,dei Cordai,del Pratale,delle Betulle,dei Ginepri,della Siepe,del Canneto,dei Bottai,delle Magnolie,del Sambuco,della Macina,dei Nocini,del Vignale,delle Acacie,dei Vasai,della Sugheraia,del Mugnaio,delle Cinciallegre,dei Lecci,della Peschiera,del Viottolone,dei Corbezzoli,delle Robinie,del Telaio,della Filanda Vecchia,dei Cipressini,del Granaio,delle Siepi,dei Marroni,della Vasca,del Melograno,delle Felci,dei Pescatori'
    .split(',')
    .map((name) => `Via ${name}`),
  ...'Acquaio,Marchini,Nardinelli,Olivucci,Fontanari,Ulivari,Tognarini,Santarnecchi,Zappelloni,Lazzarotti,Dinelloni,Quilicini,Rosellini,Vannuccini,Pardinelli'
    .split(',')
    .map((name) => `Corte ${name}`),
  ...'dell’Olmo,della Vendemmia,del Palio,dei Mietitori,delle Erbe'.split(',').map((name) => `Piazza ${name}`),
  ...'del Passerotto,della Scaletta,dei Fabbri,del Campanile,delle Monache'.split(',').map((name) => `Vicolo ${name}`),
  ...'dei Gelsomini,della Concordia,delle Robinie,del Ponte Nuovo,dei Platani'
    .split(',')
    .map((name) => `Viale ${name}`),
].map((name) => name.replace('’', "'"))

/** Where the middle of a street lies, in metres east and north of a centre, and which way it runs there (radians). */
export interface Kerb {
  readonly east: number
  readonly north: number
  readonly angle: number
}

/** House numbers on both sides, odd and even, with the gaps and exponents that a register has. */
export const doorsBeside = (centre: Centre, kerbs: readonly Kerb[], random: SeededRandom): RegistryDoor[] => {
  const shrink = 1 / Math.cos((centre.lat * Math.PI) / 180)
  const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
  const doors: RegistryDoor[] = []
  const add = (number: number, exponent: string, side: number, { east, north, angle }: Kerb): void => {
    const hasPoint = random.next() < 0.96
    const x = east + Math.cos(angle + Math.PI / 2) * side * KERB_METRES
    const y = north + Math.sin(angle + Math.PI / 2) * side * KERB_METRES
    const lat = round(centre.lat + y * DEGREES_A_METRE)
    const lon = round(centre.lon + x * DEGREES_A_METRE * shrink)
    doors.push({
      code: '',
      number,
      exponent,
      label: civicLabel(number, exponent),
      locality: centre.name,
      point: hasPoint ? { lat, lon } : null,
      note: hasPoint ? null : 'no_coordinate',
    })
  }
  for (const [pair, kerb] of kerbs.entries()) {
    for (const [number, side] of [
      [pair * 2 + 1, 1],
      [pair * 2 + 2, -1],
    ] as const) {
      if (random.next() < 0.08) continue
      add(number, '', side, kerb)
      if (random.next() < 0.06) add(number, 'a', side, kerb)
      if (random.next() < 0.01) add(number, 'bis', side, kerb)
    }
  }
  return doors
}

const doorsAbout = (centre: Centre, random: SeededRandom): RegistryDoor[] => {
  const bearing = random.next() * 2 * Math.PI
  const bend = (random.next() - 0.5) * 0.04
  const pairs = 12 + random.whole(26)
  let [east, north] = [(random.next() - 0.5) * 700, (random.next() - 0.5) * 700]
  const kerbs = Array.from({ length: pairs }, (_, pair): Kerb => {
    const angle = bearing + bend * pair
    east += Math.cos(angle) * DOOR_METRES
    north += Math.sin(angle) * DOOR_METRES
    return { east, north, angle }
  })
  return doorsBeside(centre, kerbs, random)
}

/** Invented streets with their house numbers, three about each district's centre; each name stands once. */
export const demoStreets = (districts: readonly Centre[], random: SeededRandom): RegistryStreet[] => {
  const names = [...STREETS, ...MORE]
  return districts.flatMap((district, at) => {
    const own = Array.from({ length: STREETS_A_DISTRICT }, (_, which) => names[at + which * districts.length])
    return own.flatMap((name): RegistryStreet[] =>
      name === undefined ? [] : [{ code: name, name, locality: district.name, doors: doorsAbout(district, random) }],
    )
  })
}
