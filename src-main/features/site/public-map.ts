import type { Area, Bbox } from '@shared/places/geo'
import { coarsePoint } from '@shared/site/coarse-point'

export interface DistrictCount {
  /** Empty: not known. */
  readonly name: string
  readonly open: number
  readonly closed: number
}

interface MapCell {
  readonly lat: number
  readonly lon: number
  readonly open: number
  readonly closed: number
  /** Category and how many, the commonest first. */
  readonly categories: readonly (readonly [name: string, n: number])[]
}

export interface PublicMap {
  readonly bbox: Bbox
  readonly areas: readonly { readonly name: string; readonly geometry: Area }[]
  readonly cells: readonly MapCell[]
  readonly districts: readonly DistrictCount[]
}

export interface MappedReport {
  readonly lat: number | null
  readonly lon: number | null
  readonly isOpen: boolean
  readonly category: string
  readonly district: string
}

interface Gathering {
  lat: number
  lon: number
  open: number
  closed: number
  categories: Map<string, number>
}

/** Reports gathered by cell and by district: no single one is told apart from its neighbours. */
export const gatherMap = (reports: readonly MappedReport[]): Pick<PublicMap, 'cells' | 'districts'> => {
  const cells = new Map<string, Gathering>()
  const districts = new Map<string, { open: number; closed: number }>()
  for (const { lat, lon, isOpen, category, district } of reports) {
    const counted = districts.get(district) ?? { open: 0, closed: 0 }
    counted[isOpen ? 'open' : 'closed'] += 1
    districts.set(district, counted)
    if (lat === null || lon === null) continue
    const middle = coarsePoint({ lat, lon })
    const key = `${middle.lat} ${middle.lon}`
    const cell = cells.get(key) ?? { ...middle, open: 0, closed: 0, categories: new Map<string, number>() }
    cell[isOpen ? 'open' : 'closed'] += 1
    cell.categories.set(category, (cell.categories.get(category) ?? 0) + 1)
    cells.set(key, cell)
  }
  const names = new Intl.Collator('it')
  return {
    cells: [...cells.values()]
      .map((cell) => ({ ...cell, categories: [...cell.categories].toSorted(([, a], [, b]) => b - a) }))
      .toSorted((a, b) => a.lat - b.lat || a.lon - b.lon),
    districts: [...districts]
      .map(([name, counts]) => ({ name, ...counts }))
      // What is not known stands last.
      .toSorted((a, b) => Number(a.name === '') - Number(b.name === '') || names.compare(a.name, b.name)),
  }
}
