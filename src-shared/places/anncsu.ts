import { splitAddress } from './address'
import { type Bbox, type Point, inBbox, isPosition } from './geo'
import { writtenName } from './street-name'

/** Without these a file is no street register. */
export const NEEDED_COLUMNS = ['ODONIMO'] as const

/** Why a row is left out. */
export const STREET_SKIPS = ['other_town', 'no_street', 'bad_number', 'repeated', 'broken_row'] as const
export type StreetSkip = (typeof STREET_SKIPS)[number]

/** What is taken in, but is worth a look. */
export const STREET_NOTES = ['no_coordinate', 'outside_town', 'two_points'] as const
export type StreetNote = (typeof STREET_NOTES)[number]

export interface RegistryTown {
  /** `046007` and `B648`; a row is the town's when either says so. Both empty: every row is. */
  readonly istat: string
  readonly belfiore: string
  /** A point outside it is none: many rows hold metres, zeros or another town's degrees. */
  readonly bbox: Bbox
}

export interface RegistryRow {
  /** `PROGRESSIVO_NAZIONALE`, or the name where a file has none. */
  readonly streetCode: string
  readonly street: string
  readonly locality: string
  /** Null in a register of streets without doors. */
  readonly door: {
    /** `PROGRESSIVO_ACCESSO`; empty where a file has none. */
    readonly code: string
    /** Null for `SNC`. */
    readonly number: number | null
    /** Lower case: `a`, `bis`. */
    readonly exponent: string
    /** As it is written on a letter: `12/A`, `12 bis`, `15/A rosso`, `SNC`. */
    readonly label: string
    readonly point: Point | null
    readonly note: StreetNote | null
  } | null
}

export type ReadRow =
  { readonly kind: 'row'; readonly row: RegistryRow } | { readonly kind: 'skip'; readonly reason: StreetSkip }

type Columns = Readonly<Record<string, string | undefined>>

const CIVIC = /^0*(\d{1,5})(?:\s*[/\-. ]?\s*(bis|ter|quater|[a-z]{1,3}))?$/i
const WORD_EXPONENTS = new Set(['bis', 'ter', 'quater'])

const of = (columns: Columns, name: string): string => (columns[name] ?? '').trim()

/** Decimal comma or point; null for what is no number. */
const decimal = (text: string): number | null => {
  if (!/^-?\d+(?:[.,]\d+)?$/.test(text)) return null
  return Number(text.replace(',', '.'))
}

const pointOf = (columns: Columns, bbox: Bbox): { point: Point | null; note: StreetNote | null } => {
  const [lon, lat] = [decimal(of(columns, 'COORD_X_COMUNE')), decimal(of(columns, 'COORD_Y_COMUNE'))]
  if (lon === null || lat === null || (lon === 0 && lat === 0)) return { point: null, note: 'no_coordinate' }
  const point = { lat, lon }
  return isPosition(point) && inBbox(point, bbox) ? { point, note: null } : { point: null, note: 'outside_town' }
}

/** `12`, `a` → `12/A`; `12`, `bis` → `12 bis`. */
export const civicLabel = (number: number, exponent: string): string => {
  if (exponent === '') return String(number)
  return WORD_EXPONENTS.has(exponent) ? `${number} ${exponent}` : `${number}/${exponent.toUpperCase()}`
}

/** `4300` metres → `km 4+300`. */
const kilometreLabel = (metres: number): string =>
  `km ${Math.floor(metres / 1000)}+${String(metres % 1000).padStart(3, '0')}`

const doorOf = (columns: Columns, bbox: Bbox): RegistryRow['door'] | 'bad_number' => {
  const code = of(columns, 'PROGRESSIVO_ACCESSO')
  const snc = of(columns, 'PROGRESSIVO_SNC')
  const where = pointOf(columns, bbox)
  // On roads outside the towns the number is the distance in metres from the road's beginning.
  const written = of(columns, 'CIVICO') || of(columns, 'METRICO')
  if (written === '' || /^s\.?n\.?c?\.?$/i.test(written)) {
    if (code === '' && snc === '' && written === '') return null
    return { code, number: null, exponent: '', label: 'SNC', ...where }
  }
  const civic = CIVIC.exec(written)
  const number = Number(civic?.[1] ?? 0)
  if (!civic || number === 0) return 'bad_number'
  const exponent = (of(columns, 'ESPONENTE') || (civic[2] ?? '')).toLowerCase().replace(/^[\s/.-]+/, '')
  // A provincial road is known by its kilometres, whatever the plate says.
  if (of(columns, 'CIVICO') === '' && splitAddress(of(columns, 'ODONIMO')).road !== '')
    return { code, number, exponent, label: kilometreLabel(number), ...where }
  const colour = of(columns, 'SPECIFICITA').toLowerCase()
  const label = [civicLabel(number, exponent), colour].filter((part) => part !== '').join(' ')
  return { code, number, exponent, label, ...where }
}

/** One row of the national register of streets and house numbers (ANNCSU, `INDIR_*` or `STRAD_*`), by column names. */
export const readRegistryRow = (columns: Columns, town: RegistryTown): ReadRow => {
  const [istat, belfiore] = [of(columns, 'CODICE_ISTAT'), of(columns, 'CODICE_COMUNE')]
  const isOurs =
    (town.istat === '' && town.belfiore === '') ||
    (town.istat !== '' && istat === town.istat) ||
    (town.belfiore !== '' && belfiore.toUpperCase() === town.belfiore.toUpperCase()) ||
    (istat === '' && belfiore === '')
  if (!isOurs) return { kind: 'skip', reason: 'other_town' }
  const odonym = of(columns, 'ODONIMO')
  if (odonym === '') return { kind: 'skip', reason: 'no_street' }
  const door = doorOf(columns, town.bbox)
  if (door === 'bad_number') return { kind: 'skip', reason: door }
  const street = writtenName(odonym).slice(0, 120)
  return {
    kind: 'row',
    row: {
      streetCode: of(columns, 'PROGRESSIVO_NAZIONALE') || street,
      street,
      locality: writtenName(of(columns, "LOCALITA'") || of(columns, 'LOCALITA')).slice(0, 80),
      door,
    },
  }
}
