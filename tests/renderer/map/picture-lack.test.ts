import { describe, expect, it } from 'vitest'
import { lackOf, missingPicture, pictureMark } from '@/ui/map/picture-lack'

const TILES = { kind: 'tiles', url: 'https://a.example:8080/t/{z}/{x}/{y}.png', attribution: '', maxZoom: 19 } as const

describe('a picture that cannot be had', () => {
  it('is named by its server or its path, with the reason that the engine gave', () => {
    expect(missingPicture(TILES, lackOf(504))).toEqual({
      kind: 'tiles',
      name: 'a.example:8080',
      why: 'unreachable',
    })
    const file = { kind: 'pmtiles', path: 'M:/mappe/comune.pmtiles', attribution: '' } as const
    expect(missingPicture(file, lackOf(404))).toMatchObject({ name: 'M:/mappe/comune.pmtiles', why: 'notThere' })
    expect([403, 413, 415, 502].map(lackOf)).toEqual(['refused', 'tooLarge', 'noPicture', 'refused'])
    expect(missingPicture({ kind: 'none' }, 'refused')).toBeNull()
  })
  it('leaves no piece of another one behind in the browser: each has a mark of its own', () => {
    const other = { ...TILES, url: TILES.url.replace('a.example', 'b.example') }
    expect(new Set([TILES, other, { ...TILES, maxZoom: 18 }].map(pictureMark)).size).toBe(3)
    expect(pictureMark({ ...TILES })).toBe(pictureMark(TILES))
  })
})
