import type { MapSettings } from '@shared/contract/settings'

type Base = MapSettings['base']
export type BaseKind = Base['kind']
export const BASE_KINDS = ['none', 'tiles', 'wms', 'pmtiles'] as const satisfies readonly BaseKind[]

/** Every field at once: going from one kind to another and back loses nothing that was typed. */
export interface MapForm {
  west: number
  south: number
  east: number
  north: number
  kind: BaseKind
  url: string
  layers: string
  path: string
  maxZoom: number
  attribution: string
}

const CUSTOMARY_ZOOM = 19

export const formOf = ({ bbox, base }: MapSettings): MapForm => ({
  west: bbox[0],
  south: bbox[1],
  east: bbox[2],
  north: bbox[3],
  kind: base.kind,
  url: 'url' in base ? base.url : '',
  layers: base.kind === 'wms' ? base.layers : '',
  path: base.kind === 'pmtiles' ? base.path : '',
  maxZoom: base.kind === 'tiles' ? base.maxZoom : CUSTOMARY_ZOOM,
  attribution: 'attribution' in base ? base.attribution : '',
})

const baseOf = ({ kind, url, layers, path, maxZoom, attribution }: MapForm): Base => {
  switch (kind) {
    case 'none':
      return { kind }
    case 'tiles':
      return { kind, url: url.trim(), attribution, maxZoom }
    case 'wms':
      return { kind, url: url.trim(), layers: layers.trim(), attribution }
    case 'pmtiles':
      return { kind, path: path.trim(), attribution }
  }
}

export const settingsOf = (form: MapForm): MapSettings => ({
  bbox: [form.west, form.south, form.east, form.north],
  base: baseOf(form),
})

export type MapFormError = 'boxWrong' | 'urlWrong' | 'templateWrong'

/** What keeps a form from being saved, by its field; the sentence is `map.settings.<error>`. */
export const errorsOf = (form: MapForm): Partial<Record<'box' | 'url', MapFormError>> => {
  const needsUrl = form.kind === 'tiles' || form.kind === 'wms'
  const isTemplate = ['{z}', '{x}'].every((part) => form.url.includes(part)) && /\{-?y\}/.test(form.url)
  let url: MapFormError | null = null
  if (needsUrl && !/^https?:\/\/\S+$/i.test(form.url.trim())) url = 'urlWrong'
  else if (form.kind === 'tiles' && !isTemplate) url = 'templateWrong'
  return {
    ...(form.west < form.east && form.south < form.north ? {} : { box: 'boxWrong' as const }),
    ...(url ? { url } : {}),
  }
}
