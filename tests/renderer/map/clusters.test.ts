import { describe, expect, it } from 'vitest'
import type { MapPoint } from '@shared/contract/places'
import type { TicketId } from '@shared/kernel/ids'
import type { Priority } from '@shared/tickets/vocabulary'
import { TICKET_STATUSES } from '@shared/tickets/vocabulary'
import { pack, unpack } from '@/features/map/cluster-messages'
import { Clusters, MAX_ZOOM, type MapItem } from '@/features/map/clusters'
import { overlap } from '@shared/places/geo'
import { boxBetween, freehand, rectangle, stillThere, ticketsInside } from '@/features/map/selection'
import { graticule, graticuleStep } from '@/ui/map/graticule'
import { pinSvg } from '@/ui/map/pin-shapes'

const TOWN = [10.48, 43.74, 10.66, 43.95] as const
const at = (id: number, lon: number, lat: number, priority: Priority = 'normal'): MapPoint => [
  id as TicketId,
  lon,
  lat,
  'new',
  priority,
  null,
]
/** Spread over the town in a fixed pattern. */
const manyTickets = (count: number): MapPoint[] =>
  Array.from({ length: count }, (_, n) =>
    at(n + 1, 10.48 + ((n * 7919) % 10_007) / 60_000, 43.74 + ((n * 104_729) % 9973) / 50_000),
  )
const counted = (items: readonly MapItem[]): number =>
  items.reduce((sum, item) => sum + (item.kind === 'pin' ? 1 : item.count), 0)

describe('twelve thousand tickets on the map', () => {
  const clusters = new Clusters(manyTickets(12_000))

  it('are drawn as a few marks that together count every one of them', () => {
    const items = clusters.inView(TOWN, 12)
    expect(items.length).toBeLessThan(400)
    expect(counted(items)).toBe(12_000)
  })

  it('fall apart on the way in, and only what is in view is drawn', () => {
    const street = [10.55, 43.85, 10.555, 43.854] as const
    const items = clusters.inView(street, 18)
    expect(items.length).toBeLessThan(100)
    expect(counted(items)).toBeLessThan(120)
    expect(items.some((item) => item.kind === 'pin')).toBe(true)
  })
})

describe('tickets of one address', () => {
  const clusters = new Clusters([
    ...[1, 2, 3].map((id) => at(id, 10.57, 43.85)),
    at(4, 10.57, 43.85, 'urgent'),
    at(5, 10.6, 43.9),
  ])

  it('stay one mark at the closest zoom, which says so and names them all', () => {
    const [mark] = clusters.inView([10.56, 43.84, 10.58, 43.86], MAX_ZOOM)
    if (mark?.kind !== 'cluster') throw new Error('the four tickets hide each other')
    expect(mark).toMatchObject({ count: 4, hasUrgent: true })
    expect(clusters.expansionZoom(mark.id)).toBeNull()
    expect(clusters.ticketsOf(mark.id).toSorted()).toEqual([1, 2, 3, 4])
  })
})

describe('a rectangle on the map', () => {
  it('is the same from whatever corner it is drawn', () => {
    const [a, b] = [
      { lat: 43.8, lng: 10.6 },
      { lat: 43.9, lng: 10.5 },
    ]
    expect(boxBetween(a, b)).toEqual([10.5, 43.8, 10.6, 43.9])
    expect(boxBetween(b, a)).toEqual(boxBetween(a, b))
  })

  it('takes the tickets inside it, and lets go of those that left the map', () => {
    const points = [at(1, 10.55, 43.85), at(2, 10.65, 43.85)]
    expect(ticketsInside(points, rectangle([10.5, 43.8, 10.6, 43.9]))).toEqual([1])
    const selected = new Set([1, 2, 3] as TicketId[])
    expect([...stillThere(selected, points)]).toEqual([1, 2])
    const all = new Set([1, 2] as TicketId[])
    expect(stillThere(all, points)).toBe(all)
  })

  it('leaves out what a line drawn by hand goes around', () => {
    const triangle = freehand([
      { lat: 43.8, lng: 10.5 },
      { lat: 43.8, lng: 10.6 },
      { lat: 43.9, lng: 10.5 },
    ])
    expect(triangle.box).toEqual([10.5, 43.8, 10.6, 43.9])
    expect(ticketsInside([at(1, 10.52, 43.82), at(2, 10.59, 43.89), at(3, 10.7, 43.82)], triangle)).toEqual([1])
  })

  it('shares with another what lies in both', () => {
    expect(overlap([10, 43, 11, 44], [10.5, 42, 12, 43.5])).toEqual([10.5, 43, 11, 43.5])
    expect(overlap([10, 43, 11, 44], [12, 43, 13, 44])).toBeNull()
  })
})

describe('the map without any network', () => {
  it('has a grid of round degrees, neither crowded nor empty at any zoom', () => {
    for (let span = 0.002; span < 40; span *= 1.7) {
      const { meridians, parallels } = graticule([10, 43, 10 + span, 43 + span])
      expect(meridians.length).toBeGreaterThan(1)
      expect(meridians.length).toBeLessThan(11)
      expect(parallels.length).toBeLessThan(11)
    }
    expect(graticuleStep([10.48, 43.74, 10.66, 43.95])).toBe(0.05)
    expect(graticule([10.48, 43.74, 10.66, 43.95]).meridians).toEqual([10.5, 10.55, 10.6, 10.65])
  })

  it('gives every state a shape of its own', () => {
    expect(new Set(TICKET_STATUSES.map((status) => pinSvg(status, 'normal'))).size).toBe(TICKET_STATUSES.length)
    expect(pinSvg('new', 'urgent')).not.toBe(pinSvg('new', 'normal'))
  })
})

describe('tickets on their way to the thread that gathers them', () => {
  it('come out as they went in', () => {
    const points: MapPoint[] = [
      ...manyTickets(50),
      [51 as TicketId, 10.5, 43.8, 'forwarded', 'urgent', 7 as MapPoint[5]],
    ]
    expect(unpack(pack(points))).toEqual(points)
    expect(unpack(pack([]))).toEqual([])
  })
})
