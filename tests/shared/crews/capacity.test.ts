import { describe, expect, it } from 'vitest'
import { dayLoad, isOverfull } from '@shared/crews/capacity'

const visits = (...minutes: readonly number[]) => minutes.map((each) => ({ minutes: each }))

describe('the load of a crew’s day', () => {
  it('counts visits and minutes', () => {
    expect(dayLoad(visits(45, 30), { visits: 6, minutes: 360 })).toEqual({
      visits: 2,
      minutes: 75,
      overVisits: 0,
      overMinutes: 0,
    })
    expect(dayLoad([], { visits: 6, minutes: 360 })).toMatchObject({ visits: 0, minutes: 0 })
  })

  it('says by how much a day is too full, and a day exactly full is not', () => {
    expect(isOverfull(dayLoad(visits(180, 180), { visits: 2, minutes: 360 }))).toBe(false)
    const stormy = dayLoad(visits(180, 180, 60), { visits: 2, minutes: 360 })
    expect(stormy).toMatchObject({ overVisits: 1, overMinutes: 60 })
    expect(isOverfull(stormy)).toBe(true)
  })

  it('never calls a day too full where nobody set a limit', () => {
    expect(isOverfull(dayLoad(visits(600, 600), { visits: 0, minutes: 0 }))).toBe(false)
  })
})
