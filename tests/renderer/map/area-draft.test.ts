import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaFault } from '@shared/places/area-fault'
import { inArea, squareMetres } from '@shared/places/geo'
import {
  type AreaGeometry,
  addVertexAfter,
  beginHistory,
  boxAround,
  cutHole,
  cutSquare,
  holesOf,
  moveVertex,
  removeVertex,
  step,
  stepBack,
  stepOn,
  vertices,
  withoutHole,
} from '@/features/map/areas/area-draft'

const TOWN = [10.48, 43.74, 10.66, 43.95] as const
const begun = boxAround([10.57, 43.84], 0.01, 0.01)
const holed: AreaGeometry = {
  type: 'Polygon',
  coordinates: [
    [...(begun.coordinates as [number, number][][])].flat(),
    [
      [10.569, 43.839],
      [10.571, 43.839],
      [10.57, 43.841],
      [10.569, 43.839],
    ],
  ],
}
const isClosed = (geometry: AreaGeometry): boolean =>
  (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
    .flat()
    .every((ring) => JSON.stringify(ring[0]) === JSON.stringify(ring.at(-1)))

describe('an area drawn by keyboard', () => {
  it('begins as a square that could be saved', () => {
    expect(vertices(begun)).toHaveLength(4)
    expect(areaFault(begun, TOWN)).toBeNull()
    expect(squareMetres(begun) / 1e6).toBeCloseTo(2.224 * 2.224 * Math.cos((43.84 * Math.PI) / 180), 1)
  })

  it('gets corners, loses them, and stays closed whichever one is moved', () => {
    const more = addVertexAfter(begun, 3)
    expect(vertices(more)).toHaveLength(5)
    expect(vertices(more)[4]).toEqual([10.56, 43.84])
    const moved = moveVertex(more, 0, [10.5, 43.8])
    expect(vertices(moved)[0]).toEqual([10.5, 43.8])
    expect(isClosed(moved)).toBe(true)
    const three = removeVertex(removeVertex(moved, 4), 3)
    expect(vertices(three)).toHaveLength(3)
    expect(removeVertex(three, 0)).toEqual(three)
  })

  it('loses a hole of three corners whole', () => {
    expect(vertices(removeVertex(holed, 5))).toHaveLength(4)
    expect(vertices(moveVertex(holed, 6, [10.5701, 43.8402]))[6]).toEqual([10.5701, 43.8402])
  })

  it('says what is wrong with it', () => {
    const crossed = moveVertex(begun, 0, [10.57, 43.86])
    expect(areaFault(crossed, TOWN)).toBe('crosses_itself')
    expect(areaFault(boxAround([12, 45], 0.01, 0.01), TOWN)).toBe('elsewhere')
    expect(areaFault(boxAround([10.57, 43.84], 0.000_01, 0.000_01), TOWN)).toBe('too_small')
  })

  it('is closed after whatever is done to it', () => {
    const act = fc.tuple(
      fc.constantFrom('move', 'add', 'remove'),
      fc.nat(20),
      fc.double({ min: 10, max: 11, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let area: AreaGeometry = holed
        for (const [what, index, to] of acts) {
          if (what === 'move') area = moveVertex(area, index, [to, 43.8])
          else area = what === 'add' ? addVertexAfter(area, index) : removeVertex(area, index)
          expect(isClosed(area)).toBe(true)
        }
      }),
    )
  })
})

describe('an island cut out of an area', () => {
  const pond = boxAround([10.57, 43.84], 0.002, 0.002)
  const at = (lon: number, lat: number) => ({ lon, lat })

  it('is no part of it any more, until it is filled again', () => {
    const cut = cutHole(begun, pond)
    expect(areaFault(cut, TOWN)).toBeNull()
    expect(inArea(at(10.57, 43.84), cut)).toBe(false)
    expect(inArea(at(10.575, 43.84), cut)).toBe(true)
    expect(squareMetres(cut)).toBeCloseTo(squareMetres(begun) - squareMetres(pond), 0)
    expect(holesOf(cut)).toEqual([squareMetres(pond)])
    expect(withoutHole(cut, 0)).toEqual(begun)
    expect(stepBack(step(beginHistory(begun), cut)).now).toEqual(begun)
  })

  it('is cut from the piece in which it lies, and filled by its place among all', () => {
    const far = boxAround([10.6, 43.84], 0.01, 0.01)
    const two: AreaGeometry = { type: 'MultiPolygon', coordinates: [begun.coordinates, far.coordinates] }
    const inFar = boxAround([10.6, 43.84], 0.003, 0.001)
    const cut = cutHole(cutHole(two, inFar), pond)
    expect(cut.coordinates.map((rings) => rings.length)).toEqual([2, 2])
    expect(holesOf(cut)).toEqual([squareMetres(pond), squareMetres(inFar)])
    expect(withoutHole(cut, 1)).toEqual(cutHole(two, pond))
  })

  it('may touch the border, but not leave the area, cross it, or lie in another island', () => {
    const touching = boxAround([10.578, 43.84], 0.002, 0.002)
    expect(areaFault(cutHole(begun, touching), TOWN)).toBeNull()
    expect(areaFault(cutHole(begun, boxAround([10.59, 43.84], 0.002, 0.002)), TOWN)).toBe('hole_outside')
    expect(areaFault(cutHole(begun, boxAround([10.582, 43.84], 0.002, 0.002)), TOWN)).toBe('hole_outside')
    expect(areaFault(cutHole(begun, boxAround([10.58, 43.84], 0.002, 0.002)), TOWN)).toBe('crosses_itself')
    const inside = boxAround([10.57, 43.84], 0.001, 0.001)
    expect(areaFault(cutHole(cutHole(begun, pond), inside), TOWN)).toBe('hole_outside')
    expect(areaFault(cutHole(cutHole(begun, inside), pond), TOWN)).toBe('hole_outside')
    const beside = boxAround([10.574, 43.84], 0.002, 0.002)
    expect(areaFault(cutHole(cutHole(begun, pond), beside), TOWN)).toBeNull()
  })

  it('finds room by itself for whoever works by keyboard, as often as it is asked', () => {
    const bent: AreaGeometry = {
      type: 'Polygon',
      coordinates: [
        [
          [10.5, 43.8],
          [10.54, 43.8],
          [10.54, 43.804],
          [10.504, 43.804],
          [10.504, 43.84],
          [10.5, 43.84],
          [10.5, 43.8],
        ],
      ],
    }
    for (const start of [begun, bent]) {
      let area: AreaGeometry = start
      for (let times = 1; times <= 4; times += 1) {
        area = cutSquare(area, [10.9, 43.9])
        expect(areaFault(area, TOWN)).toBeNull()
        expect(holesOf(area)).toHaveLength(times)
      }
    }
    expect(inArea(at(10.565, 43.842), cutSquare(begun, [10.565, 43.842]))).toBe(false)
  })
})

describe('the steps of a drawing', () => {
  it('are taken back and done again; a new one forgets those that were taken back', () => {
    const first = beginHistory(begun)
    const second = step(first, moveVertex(begun, 0, [10.5, 43.8]))
    expect(step(second, structuredClone(second.now))).toBe(second)
    const back = stepBack(second)
    expect(back.now).toEqual(begun)
    expect(stepBack(back)).toBe(back)
    expect(stepOn(back).now).toEqual(second.now)
    const other = step(back, moveVertex(begun, 1, [10.6, 43.8]))
    expect(stepOn(other)).toBe(other)
  })
})
