import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { AreaFields } from '@shared/contract/places'
import type { AreaId, DistrictId } from '@shared/kernel/ids'
import { type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let office: Client
beforeEach(async () => {
  desk = await openTestDesk()
  office = await desk.as('administrator')
})
afterEach(() => desk.close())

type Geometry = AreaFields['geometry']
type Ring = [number, number][]
const ring = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
const square = (west = 10.55, south = 43.84, size = 0.02): Geometry => ({
  type: 'Polygon',
  coordinates: [ring(west, south, size)],
})
const competence = (name: string, geometry = square()) =>
  office.places.addArea({ kind: 'competence', name, districtId: null, geometry })
const areas = async () => valueOf(await office.places.base({})).areas
const named = async (name: string) => (await areas()).find((area) => area.name === name)
const district = async (name: string): Promise<DistrictId> => {
  const found = valueOf(await office.settings.catalog({})).districts.find((one) => one.name === name)
  if (!found) throw new Error(`no district ${name}`)
  return found.id
}

describe('an area that is drawn', () => {
  it('stands on the map as it was drawn, and a district is named and centred by it', async () => {
    const marlia = await district('Marlia')
    valueOf(await office.places.addArea({ kind: 'district', name: '', districtId: marlia, geometry: square() }))
    expect(await named('Marlia')).toMatchObject({ kind: 'district', districtId: marlia, geometry: square() })
    const centre = valueOf(await office.places.base({})).districts.find(({ id }) => id === marlia)
    expect(centre?.lat).toBeCloseTo(43.85)
    expect(centre?.lon).toBeCloseTo(10.56)
    expect(valueOf(await office.places.districtAt({ lat: 43.845, lon: 10.555 })).by).toBe('polygon')
    expect(
      codeOf(await office.places.addArea({ kind: 'district', name: '', districtId: null, geometry: square() })),
    ).toBe('invalid_input')
  })

  it('is refused by name when it is none', async () => {
    const crossed: Geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [10.5, 43.8],
          [10.52, 43.82],
          [10.52, 43.8],
          [10.5, 43.82],
          [10.5, 43.8],
        ],
      ],
    }
    const holed = (west: number): Geometry => ({
      type: 'Polygon',
      coordinates: [ring(10.55, 43.84, 0.02), ring(west, 43.845, 0.005)],
    })
    expect(codeOf(await competence('Incrociata', crossed))).toBe('area_crosses_itself')
    expect(codeOf(await competence('Riga', square(10.55, 43.84, 0.000_01)))).toBe('area_too_small')
    expect(codeOf(await competence('A Milano', square(9.19, 45.46)))).toBe('area_elsewhere')
    expect(codeOf(await competence('Buco fuori', holed(10.6)))).toBe('area_hole_outside')
    expect(codeOf(await competence('Buco a cavallo', holed(10.548)))).toBe('area_crosses_itself')
    expect(codeOf(await competence(' '))).toBe('invalid_input')
    expect(await areas()).toEqual([])
    valueOf(await competence('Con un buco', holed(10.555)))
    expect(codeOf(await competence('con un BUCO'))).toBe('name_taken')
  })

  it('is for whoever may change the map', async () => {
    const reader = await desk.as('reader')
    const answer = await reader.places.addArea({ kind: 'boundary', name: '', districtId: null, geometry: square() })
    expect(codeOf(answer)).toBe('forbidden')
  })
})

describe('an area that is changed', () => {
  const base = (name: string, geometry = square()): AreaFields => ({ name, districtId: null, geometry })
  const edit = (id: AreaId, before: Partial<AreaFields>, changes: Partial<AreaFields>) =>
    office.places.editArea({ id, base: before, changes })

  it('takes a new shape from whoever saw the last one, and from nobody else', async () => {
    const { id } = valueOf(await competence('Lungo il canale'))
    const wider = square(10.55, 43.84, 0.03)
    valueOf(await edit(id, { geometry: square() }, { geometry: wider }))
    expect((await named('Lungo il canale'))?.geometry).toEqual(wider)
    const late = await edit(id, { geometry: square() }, { geometry: square(10.5, 43.8) })
    expect(codeOf(late)).toBe('conflict')
    expect(late).toMatchObject({ error: { field: 'geometry', current: base('Lungo il canale', wider) } })
    // Another field was nobody else's.
    valueOf(await edit(id, { name: 'Lungo il canale' }, { name: 'Rio' }))
    expect((await named('Rio'))?.geometry).toEqual(wider)
    expect(codeOf(await edit(999 as AreaId, {}, { name: 'x' }))).toBe('not_found')
  })

  it('keeps its rules under a new name, and stays while one names it', async () => {
    const { id } = valueOf(await competence('Golena'))
    const catalog = valueOf(await office.settings.catalog({}))
    const bodyId = catalog.bodies.find(({ name }) => name.includes('Provincia'))?.id
    if (bodyId === undefined) throw new Error('no province')
    const rule = {
      bodyId,
      categoryIds: [],
      roadKinds: [],
      roadNames: [],
      hours: 'any' as const,
      season: null,
      active: true,
    }
    valueOf(
      await office.competence.create({
        ...rule,
        name: 'Nella golena',
        areas: [{ kind: 'competence', name: 'Golena' }],
      }),
    )
    valueOf(await edit(id, { name: 'Golena' }, { name: 'Golena del Serchio' }))
    const kept = valueOf(await office.competence.rules({})).rules.find(({ name }) => name === 'Nella golena')
    expect(kept).toMatchObject({ areas: [{ kind: 'competence', name: 'Golena del Serchio' }], missingAreas: [] })

    const removed = await office.places.removeArea({ id })
    expect(removed).toMatchObject({ error: { code: 'area_in_rule', details: { name: 'Nella golena' } } })
    valueOf(await office.competence.remove({ id: kept?.id ?? (0 as never) }))
    valueOf(await office.places.removeArea({ id }))
    expect(await areas()).toEqual([])
  })
})
