import { gzipSync } from 'node:zlib'

/** A shape of a layer of the Protomaps basemap, in degrees. */
export interface Shape {
  readonly layer: string
  readonly kind: string
  readonly name?: string
  readonly type: 'point' | 'line' | 'polygon'
  readonly points: readonly (readonly [lon: number, lat: number])[]
}

const EXTENT = 4096

const varint = (value: number): number[] => {
  const bytes: number[] = []
  let left = value
  while (left >= 0x80) {
    bytes.push((left % 0x80) | 0x80)
    left = Math.floor(left / 0x80)
  }
  return [...bytes, left]
}
const field = (id: number, bytes: readonly number[]): number[] => [
  ...varint(id * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
]
const number = (id: number, value: number): number[] => [...varint(id * 8), ...varint(value)]
const text = (id: number, value: string): number[] => field(id, [...Buffer.from(value, 'utf8')])
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

const tileX = (lon: number, z: number): number => ((lon + 180) / 360) * 2 ** z
const tileY = (lat: number, z: number): number => {
  const sin = Math.sin((lat * Math.PI) / 180)
  return (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z
}

const TYPES = { point: 1, line: 2, polygon: 3 } as const
const MOVE_TO = 1
const LINE_TO = 2
const CLOSE = 7 + 8

const geometry = ({ type, points }: Shape, z: number, x: number, y: number): number[] => {
  let [lastX, lastY] = [0, 0]
  const steps = points.map(([lon, lat]) => {
    const [px, py] = [Math.round((tileX(lon, z) - x) * EXTENT), Math.round((tileY(lat, z) - y) * EXTENT)]
    const step = [zigzag(px - lastX), zigzag(py - lastY)].flatMap(varint)
    ;[lastX, lastY] = [px, py]
    return step
  })
  const [first = [], ...rest] = steps
  const line = rest.length > 0 ? [...varint(rest.length * 8 + LINE_TO), ...rest.flat()] : []
  return [...varint(8 + MOVE_TO), ...first, ...line, ...(type === 'polygon' ? varint(CLOSE) : [])]
}

/** A vector tile (MVT 2.1). Shapes are not cut at its edges: a reader draws what falls inside. */
const vectorTile = (shapes: readonly Shape[], z: number, x: number, y: number): Buffer => {
  const layers = [...new Set(shapes.map(({ layer }) => layer))].map((name) => {
    const own = shapes.filter(({ layer }) => layer === name)
    const values = [...new Set(own.flatMap((shape) => [shape.kind, shape.name ?? '']))]
    const features = own.map((shape) => {
      const tags = [0, values.indexOf(shape.kind), 1, values.indexOf(shape.name ?? '')]
      return field(2, [
        ...field(2, tags.flatMap(varint)),
        ...number(3, TYPES[shape.type]),
        ...field(4, geometry(shape, z, x, y)),
      ])
    })
    return field(3, [
      ...number(15, 2),
      ...text(1, name),
      ...features.flat(),
      ...['kind', 'name'].flatMap((key) => text(3, key)),
      ...values.flatMap((value) => field(4, text(1, value))),
      ...number(5, EXTENT),
    ])
  })
  return Buffer.from(layers.flat())
}

/** The place of a tile on the Hilbert curve over all zooms, by which the file is ordered. */
const tileId = (z: number, x: number, y: number): number => {
  let id = (4 ** z - 1) / 3
  let [px, py] = [x, y]
  for (let side = 2 ** z / 2; side >= 1; side /= 2) {
    const [rx, ry] = [(px & side) > 0 ? 1 : 0, (py & side) > 0 ? 1 : 0]
    id += side * side * ((3 * rx) ^ ry)
    if (ry === 0) {
      if (rx === 1) [px, py] = [side - 1 - px, side - 1 - py]
      ;[px, py] = [py, px]
    }
  }
  return id
}

export interface TinyMap {
  readonly bbox: readonly [west: number, south: number, east: number, north: number]
  readonly minZoom: number
  readonly maxZoom: number
  readonly shapes: readonly Shape[]
}

/** A whole PMTiles v3 file with the tiles of a box: one root directory, everything gzipped, as real ones are. */
export const tinyPmtiles = ({ bbox: [west, south, east, north], minZoom, maxZoom, shapes }: TinyMap): Buffer => {
  const tiles: { id: number; body: Buffer }[] = []
  for (let z = minZoom; z <= maxZoom; z += 1)
    for (let x = Math.floor(tileX(west, z)); x <= Math.floor(tileX(east, z)); x += 1)
      for (let y = Math.floor(tileY(north, z)); y <= Math.floor(tileY(south, z)); y += 1)
        tiles.push({ id: tileId(z, x, y), body: gzipSync(vectorTile(shapes, z, x, y)) })
  tiles.sort((a, b) => a.id - b.id)
  const directory = gzipSync(
    Buffer.from([
      ...varint(tiles.length),
      ...tiles.flatMap(({ id }, index) => varint(id - (tiles[index - 1]?.id ?? 0))),
      ...tiles.flatMap(() => varint(1)),
      ...tiles.flatMap(({ body }) => varint(body.length)),
      // 0 says "right after the one before"; the first stands at 0, written as 1.
      ...tiles.flatMap((_, index) => varint(index === 0 ? 1 : 0)),
    ]),
  )
  const metadata = gzipSync(Buffer.from('{}'))
  const data = Buffer.concat(tiles.map(({ body }) => body))
  const header = Buffer.alloc(127)
  header.write('PMTiles', 0, 'latin1')
  header[7] = 3
  const parts = [127, directory.length, 127 + directory.length, metadata.length]
  const dataAt = 127 + directory.length + metadata.length
  for (const [index, value] of [...parts, dataAt, 0, dataAt, data.length].entries())
    header.writeBigUInt64LE(BigInt(value), 8 + index * 8)
  for (const index of [0, 1, 2]) header.writeBigUInt64LE(BigInt(tiles.length), 72 + index * 8)
  header.set([1, 2, 2, 1, minZoom, maxZoom], 96)
  for (const [index, degrees] of [west, south, east, north].entries())
    header.writeInt32LE(Math.round(degrees * 1e7), 102 + index * 4)
  header[118] = minZoom
  header.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119)
  header.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123)
  return Buffer.concat([header, directory, metadata, data])
}
