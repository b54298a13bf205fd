import type { MapSettings } from '@shared/contract/settings'

/** What lies under everything: nothing, the office's map, or the town seen from above. */
export const MAP_PICTURES = ['none', 'base', 'orthophoto'] as const
export type MapPicture = (typeof MAP_PICTURES)[number]

export interface MapLayers {
  readonly boundary: boolean
  readonly districts: boolean
  readonly competence: boolean
  /** Null: where there is no picture, which has its own. */
  readonly streets: boolean | null
  readonly picture: MapPicture
  /** Each ticket by itself, or gathered. */
  readonly pins: boolean
  /** Where tickets lie close: none, all of them, or those of a category (its id). */
  readonly heat: 'none' | 'all' | number
}

export const FIRST_LAYERS: MapLayers = {
  boundary: true,
  districts: true,
  competence: false,
  streets: null,
  picture: 'base',
  pins: true,
  heat: 'none',
}

export type Picture = MapSettings['base'] | ({ readonly kind: 'orthophoto' } & NonNullable<MapSettings['orthophoto']>)

/** The pictures that this office has set up, besides none at all. */
export const picturesOf = ({ base, orthophoto }: MapSettings): MapPicture[] => [
  'none',
  ...(base.kind === 'none' ? [] : (['base'] as const)),
  ...(orthophoto === null ? [] : (['orthophoto'] as const)),
]

/** The picture that is drawn: the wished one, or the office's map where that is not set up (any more). */
export const pictureOf = ({ base, orthophoto }: MapSettings, wish: MapPicture): Picture => {
  if (wish === 'none') return { kind: 'none' }
  return wish === 'orthophoto' && orthophoto !== null ? { kind: 'orthophoto', ...orthophoto } : base
}
