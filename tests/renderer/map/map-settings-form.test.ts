import { describe, expect, it } from 'vitest'
import type { MapSettings } from '@shared/contract/settings'
import { errorsOf, formOf, settingsOf } from '@/features/map/map-settings-form'

const TOWN: MapSettings['bbox'] = [10.48, 43.74, 10.66, 43.95]

describe('the form of the map settings', () => {
  it('gives back what it was filled from, for every kind of background', () => {
    const bases: MapSettings['base'][] = [
      { kind: 'none' },
      { kind: 'tiles', url: 'https://tiles.example/{z}/{x}/{y}.png', attribution: 'Prova', maxZoom: 18 },
      { kind: 'wms', url: 'https://wms.example/ows', layers: 'ortofoto', attribution: 'Prova' },
      { kind: 'pmtiles', path: '/mappe/comune.pmtiles', attribution: 'Prova' },
      { kind: 'folder', path: '/mappe/riquadri', attribution: 'Prova', maxZoom: 17 },
    ]
    for (const base of bases)
      for (const orthophoto of [null, { url: 'https://wms.example/foto', layers: 'ofc', attribution: 'Regione' }])
        expect(settingsOf(formOf({ bbox: TOWN, base, orthophoto }))).toEqual({ bbox: TOWN, base, orthophoto })
  })

  it('says what is wrong before it is saved', () => {
    const form = formOf({ bbox: TOWN, base: { kind: 'none' }, orthophoto: null })
    expect(errorsOf(form)).toEqual({})
    expect(errorsOf({ ...form, west: 11 })).toEqual({ box: 'boxWrong' })
    expect(errorsOf({ ...form, kind: 'wms', url: 'https://x' })).toEqual({ layers: 'layersMissing' })
    expect(errorsOf({ ...form, kind: 'wms', layers: 'a', url: 'ftp://x' })).toEqual({ url: 'urlWrong' })
    expect(errorsOf({ ...form, kind: 'tiles', url: 'https://x/y.png' })).toEqual({ url: 'templateWrong' })
    expect(errorsOf({ ...form, kind: 'tiles', url: 'https://x/{z}/{x}/{-y}.png' })).toEqual({})
    for (const kind of ['pmtiles', 'folder'] as const) {
      expect(errorsOf({ ...form, kind, path: 'mappe' })).toEqual({ path: 'pathWrong' })
      expect(errorsOf({ ...form, kind, path: '/mappe' })).toEqual({})
    }
    const photo = { ...form, photoUrl: 'regione.toscana.it', photoLayers: 'ofc' }
    expect(errorsOf(photo)).toEqual({ photo: 'urlWrong' })
    expect(errorsOf({ ...photo, photoUrl: 'https://x', photoLayers: ' ' })).toEqual({ photoLayers: 'layersMissing' })
  })
})
