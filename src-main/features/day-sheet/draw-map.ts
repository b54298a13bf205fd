import { type Point, bboxOf, centroid, metresBetween } from '@shared/places/geo'
import { INK, LINE, MUTED, type Pdf, printable, write } from './paper'
import type { SheetFacts } from './sheet-facts'
import { type Frame, type Projection, isShown, outlinesOf, projectionOf, scaleBar, spread } from './sheet-map'
import type { SheetWords } from './sheet-words'

const DISC = 9.5

const pathOf = (doc: Pdf, lines: readonly (readonly (readonly [number, number])[])[]): Pdf => {
  for (const line of lines) {
    line.forEach(([x, y], index) => (index === 0 ? doc.moveTo(x, y) : doc.lineTo(x, y)))
    doc.closePath()
  }
  return doc
}

type Box = readonly [left: number, top: number, right: number, bottom: number]

const touches = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

/** Names that would lie on a stop, or on another name, are left out: the nearest ones matter, and come first. */
const drawNames = (doc: Pdf, facts: SheetFacts, projection: Projection, stops: readonly Point[]): void => {
  const taken: Box[] = stops.map((point) => {
    const [x, y] = projection.at(point)
    return [x - DISC, y - DISC, x + DISC, y + DISC]
  })
  const named = facts.map.districts.flatMap((district) => {
    const centre = district.centre ?? (district.area === null ? null : centroid(district.area))
    return centre === null || !isShown(centre, projection) ? [] : [{ name: printable(district.name), centre }]
  })
  const away = (centre: Point): number => Math.min(...stops.map((stop) => metresBetween(stop, centre)))
  for (const { name, centre } of named.toSorted((a, b) => away(a.centre) - away(b.centre))) {
    const [x, y] = projection.at(centre)
    const look = { size: 7, color: '#5c5c5c', width: 120, align: 'center' } as const
    doc.font('regular').fontSize(look.size)
    const half = doc.widthOfString(name) / 2 + 2
    const box: Box = [x - half, y - 2, x + half, y + 11]
    if (taken.some((other) => touches(box, other))) continue
    taken.push(box)
    doc.circle(x, y, 1.4).fill('#8a8a8a')
    write(doc, name, x - look.width / 2, y + 2, look)
  }
}

const drawGround = (doc: Pdf, facts: SheetFacts, projection: Projection, frame: Frame): void => {
  const { map } = facts
  doc.rect(frame.x, frame.y, frame.width, frame.height).fill(map.boundary.length > 0 ? '#ececec' : '#ffffff')
  for (const area of map.boundary)
    pathOf(doc, outlinesOf(area, projection)).lineWidth(1.2).fillAndStroke('#ffffff', '#777777', 'even-odd')
  for (const { area } of map.districts)
    if (area !== null) pathOf(doc, outlinesOf(area, projection)).lineWidth(0.5).dash(3, { space: 2 }).stroke('#8a8a8a')
  doc.undash()
}

const drawRound = (doc: Pdf, facts: SheetFacts, projection: Projection, places: readonly Point[]): void => {
  const { depot } = facts.map
  const way = depot === null ? places : [depot, ...places, depot]
  if (way.length < 2) return
  way.forEach((point, index) => {
    const [x, y] = projection.at(point)
    if (index === 0) doc.moveTo(x, y)
    else doc.lineTo(x, y)
  })
  doc.lineWidth(1).dash(4, { space: 2.5 }).stroke(facts.crew.color)
  doc.undash()
}

const drawDepot = (doc: Pdf, [x, y]: readonly [number, number], words: SheetWords): void => {
  doc
    .lineWidth(1)
    .polygon([x - 6, y + 5], [x - 6, y - 1], [x, y - 7], [x + 6, y - 1], [x + 6, y + 5])
    .fillAndStroke('#ffffff', INK)
  write(doc, words.say('depot'), x - 30, y + 6, { size: 6.5, weight: 'semibold', width: 60, align: 'center' })
}

const drawStops = (
  doc: Pdf,
  facts: SheetFacts,
  projection: Projection,
  placed: readonly { readonly index: number; readonly point: Point }[],
): void => {
  const real = placed.map(({ point }) => projection.at(point))
  const spots = spread(real, DISC * 2 + 1)
  placed.forEach(({ index }, turn) => {
    const [x = 0, y = 0] = spots[turn] ?? []
    const [trueX = 0, trueY = 0] = real[turn] ?? []
    if (x !== trueX || y !== trueY) {
      doc.lineWidth(0.8).moveTo(trueX, trueY).lineTo(x, y).stroke(INK)
      doc.circle(trueX, trueY, 1.8).fill(INK)
    }
    drawDisc(doc, x, y, index + 1, facts.crew.color)
  })
}

/** A stop's number in the crew's colour, readable on a black and white printer. */
export const drawDisc = (doc: Pdf, x: number, y: number, number: number, color: string, radius = DISC): void => {
  doc.lineWidth(1.6).circle(x, y, radius).fillAndStroke('#ffffff', color)
  const size = number > 99 ? radius * 0.85 : radius * 1.12
  write(doc, String(number), x - radius * 2, y - size * 0.78, {
    size,
    weight: 'bold',
    width: radius * 4,
    align: 'center',
  })
}

const drawScale = (doc: Pdf, projection: Projection, frame: Frame, words: SheetWords): void => {
  const { metres, length } = scaleBar(projection, 110)
  const [x, y] = [frame.x + 10, frame.y + frame.height - 12]
  doc
    .lineWidth(1)
    .strokeColor(INK)
    .moveTo(x, y - 4)
    .lineTo(x, y)
    .lineTo(x + length, y)
    .lineTo(x + length, y - 4)
    .stroke()
  const label =
    metres >= 1000 ? words.say('kilometres', { count: metres / 1000 }) : words.say('metres', { count: metres })
  write(doc, label, x + length + 4, y - 8, { size: 7, color: MUTED, width: 60 })
  const [north, top] = [frame.x + frame.width - 18, frame.y + 10]
  doc.polygon([north, top], [north - 4, top + 12], [north, top + 9], [north + 4, top + 12]).fill(INK)
  write(doc, words.say('north'), north - 10, top + 12, { size: 7, weight: 'bold', width: 20, align: 'center' })
}

/** The town drawn from what the store holds, with the round: no network, no tiles. */
export const drawMap = (doc: Pdf, facts: SheetFacts, frame: Frame, words: SheetWords): void => {
  const placed = facts.stops.flatMap(({ point }, index) => (point === null ? [] : [{ index, point }]))
  const points = placed.map(({ point }) => point)
  const { depot, boundary } = facts.map
  const projection = projectionOf(depot === null ? points : [...points, depot], facts.map, frame)
  doc.save()
  doc.rect(frame.x, frame.y, frame.width, frame.height).clip()
  drawGround(doc, facts, projection, frame)
  drawNames(doc, facts, projection, depot === null ? points : [...points, depot])
  drawRound(doc, facts, projection, points)
  if (depot !== null) drawDepot(doc, projection.at(depot), words)
  drawStops(doc, facts, projection, placed)
  drawScale(doc, projection, frame, words)
  const townBoxes = boundary.flatMap((area) => bboxOf(area) ?? [])
  if (townBoxes.length > 0 && points.length > 0) drawInset(doc, facts, projection, frame)
  doc.restore()
  doc.lineWidth(0.8).strokeColor(LINE).rect(frame.x, frame.y, frame.width, frame.height).stroke()
}

const INSET = 64

/** Where in the town this is: a crew from another district looks here first. */
const drawInset = (doc: Pdf, facts: SheetFacts, shown: Projection, frame: Frame): void => {
  const box: Frame = {
    x: frame.x + frame.width - INSET - 6,
    y: frame.y + frame.height - INSET - 6,
    width: INSET,
    height: INSET,
  }
  const whole = projectionOf([], facts.map, box)
  doc.rect(box.x, box.y, box.width, box.height).fill('#f6f6f6')
  for (const area of facts.map.boundary)
    pathOf(doc, outlinesOf(area, whole)).lineWidth(0.6).fillAndStroke('#ffffff', '#777777', 'even-odd')
  const [west, south, east, north] = shown.bbox
  const [left, top] = whole.at({ lat: north, lon: west })
  const [right, bottom] = whole.at({ lat: south, lon: east })
  doc.save()
  doc.rect(box.x, box.y, box.width, box.height).clip()
  doc
    .lineWidth(1.4)
    .rect(left, top, Math.max(4, right - left), Math.max(4, bottom - top))
    .stroke(facts.crew.color)
  doc.restore()
  doc.lineWidth(0.6).strokeColor(LINE).rect(box.x, box.y, box.width, box.height).stroke()
}
