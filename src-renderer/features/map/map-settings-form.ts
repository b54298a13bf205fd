import type { MapSettings } from '@shared/contract/settings'
import { isWholePath } from '@/ui/whole-path'

type Base = MapSettings['base']
export type BaseKind = Base['kind']
export const BASE_KINDS = ['none', 'tiles', 'wms', 'pmtiles', 'folder'] as const satisfies readonly BaseKind[]

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
  /** Empty: this office has none. */
  photoUrl: string
  photoLayers: string
  photoAttribution: string
}

const CUSTOMARY_ZOOM = 19

export const formOf = ({ bbox, base, orthophoto }: MapSettings): MapForm => ({
  west: bbox[0],
  south: bbox[1],
  east: bbox[2],
  north: bbox[3],
  kind: base.kind,
  url: 'url' in base ? base.url : '',
  layers: base.kind === 'wms' ? base.layers : '',
  path: 'path' in base ? base.path : '',
  maxZoom: 'maxZoom' in base ? base.maxZoom : CUSTOMARY_ZOOM,
  attribution: 'attribution' in base ? base.attribution : '',
  photoUrl: orthophoto?.url ?? '',
  photoLayers: orthophoto?.layers ?? '',
  photoAttribution: orthophoto?.attribution ?? '',
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
    case 'folder':
      return { kind, path: path.trim(), attribution, maxZoom }
  }
}

export const settingsOf = (form: MapForm): MapSettings => ({
  bbox: [form.west, form.south, form.east, form.north],
  base: baseOf(form),
  orthophoto:
    form.photoUrl.trim() === ''
      ? null
      : { url: form.photoUrl.trim(), layers: form.photoLayers.trim(), attribution: form.photoAttribution },
})

export type MapFormError = 'boxWrong' | 'urlWrong' | 'templateWrong' | 'layersMissing' | 'pathWrong'

const isServer = (url: string): boolean => /^https?:\/\/\S+$/i.test(url.trim())

type Field = 'box' | 'url' | 'layers' | 'path' | 'photo' | 'photoLayers'

/** What keeps a form from being saved, by its field; the sentence is `map.settings.<error>`. */
export const errorsOf = (form: MapForm): Partial<Record<Field, MapFormError>> => {
  const needsUrl = form.kind === 'tiles' || form.kind === 'wms'
  const isTemplate = ['{z}', '{x}'].every((part) => form.url.includes(part)) && /\{-?y\}/.test(form.url)
  const hasPhoto = form.photoUrl.trim() !== ''
  let url: MapFormError | null = null
  if (needsUrl && !isServer(form.url)) url = 'urlWrong'
  else if (form.kind === 'tiles' && !isTemplate) url = 'templateWrong'
  return {
    ...(form.west < form.east && form.south < form.north ? {} : { box: 'boxWrong' as const }),
    ...(url ? { url } : {}),
    ...(form.kind === 'wms' && form.layers.trim() === '' ? { layers: 'layersMissing' as const } : {}),
    ...((form.kind === 'pmtiles' || form.kind === 'folder') && !isWholePath(form.path)
      ? { path: 'pathWrong' as const }
      : {}),
    ...(hasPhoto && !isServer(form.photoUrl) ? { photo: 'urlWrong' as const } : {}),
    ...(hasPhoto && form.photoLayers.trim() === '' ? { photoLayers: 'layersMissing' as const } : {}),
  }
}
