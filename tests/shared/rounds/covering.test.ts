import { describe, expect, it } from 'vitest'
import type { CategoryId, DistrictId } from '@shared/kernel/ids'
import { covers, troublesOf } from '@shared/rounds/covering'

const [green, grass, roads] = [1, 2, 3] as CategoryId[] as [CategoryId, CategoryId, CategoryId]
const [marlia, lunata] = [10, 11] as DistrictId[] as [DistrictId, DistrictId]
const round = { categoryIds: [grass], districtIds: [marlia] }

describe('a round that comes by anyway', () => {
  it('covers its own kind of work in its own districts', () => {
    expect(covers(round, { categories: [grass, green], districtId: marlia })).toBe(true)
    expect(covers(round, { categories: [roads], districtId: marlia })).toBe(false)
    expect(covers(round, { categories: [grass], districtId: lunata })).toBe(false)
  })

  it('covers what lies under a category of its', () => {
    expect(covers({ ...round, categoryIds: [green] }, { categories: [grass, green], districtId: marlia })).toBe(true)
  })

  it('of the whole town needs no place, another one does', () => {
    expect(covers({ ...round, districtIds: [] }, { categories: [grass], districtId: null })).toBe(true)
    expect(covers(round, { categories: [grass], districtId: null })).toBe(false)
  })

  it('says by name why it is not made', () => {
    const ground = {
      crewIsActive: true,
      activeDistricts: new Set([marlia]),
      activeCategories: new Set([grass]),
      days: 3,
    }
    expect(troublesOf(round, ground)).toEqual([])
    expect(
      troublesOf(round, { crewIsActive: false, activeDistricts: new Set(), activeCategories: new Set(), days: 0 }),
    ).toEqual(['crew_gone', 'districts_gone', 'categories_gone', 'no_days'])
    // One of its districts is enough to drive to.
    expect(troublesOf({ ...round, districtIds: [lunata, marlia] }, ground)).toEqual([])
  })
})
