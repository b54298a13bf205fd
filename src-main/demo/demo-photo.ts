import { crc32, deflateSync } from 'node:zlib'
import type { SeededRandom } from './seeded-random'

const WIDTH = 480
const HEIGHT = 320

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A drawn street (sky, verge, road, a pole) as a PNG: nobody's photo, and small. */
export const demoPhoto = (random: SeededRandom): Buffer => {
  const horizon = 110 + random.whole(60)
  const pole = 60 + random.whole(WIDTH - 120)
  const warm = random.whole(40)
  const rows: Buffer[] = []
  for (let y = 0; y < HEIGHT; y += 1) {
    const row = Buffer.alloc(1 + WIDTH * 3)
    for (let x = 0; x < WIDTH; x += 1) {
      const isPole = Math.abs(x - pole) < 4 && y > 40 && y < HEIGHT - 40
      const isLamp = y > 34 && y < 46 && x >= pole && x < pole + 46
      const roadHalf = ((y - horizon) / (HEIGHT - horizon)) * WIDTH * 0.6
      const isRoad = y > horizon && Math.abs(x - WIDTH / 2) < roadHalf
      const [r, g, b] =
        isPole || isLamp
          ? [60, 62, 66]
          : isRoad
            ? [120, 118 - warm / 4, 116]
            : y > horizon
              ? [96 + warm, 130, 70]
              : [150 + y / 3, 185 + y / 5, 225]
      row.set([Math.min(255, r), Math.min(255, g), Math.min(255, b)], 1 + x * 3)
    }
    rows.push(row)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
