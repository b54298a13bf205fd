import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStore, openStore } from '@main/store/open'
import { type Bench, median } from './bench'

const INTERVAL_MS = 250
const ROUNDS = 40

/** From a commit on one desk to the feed of another one that polls. */
export const otherDesk: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-feed-'))
  const path = join(folder, 'a.db')
  const made = await createStore(path)
  const other = await openStore(path)
  if (!made.ok || !other.ok) throw new Error('no store')
  let heard: () => void = () => undefined
  other.value.feed.listen(() => heard())
  other.value.feed.start(INTERVAL_MS)
  // The feed's own timer keeps no process alive.
  const awake = setInterval(() => undefined, 1000)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    const seen = new Promise<void>((resolve) => {
      heard = resolve
    })
    await made.value.write(async (db) => {
      await db
        .insertInto('bodies')
        .values({ name: `Ente ${round}` })
        .execute()
    })
    await seen
    times.push(performance.now() - start)
  }
  clearInterval(awake)
  await made.value.close()
  await other.value.close()
  await rm(folder, { recursive: true, force: true })
  const worst = Math.max(...times)
  return [
    {
      name: 'a change seen on another desk (worst of 40)',
      size: ROUNDS,
      median: median(times),
      p95: worst,
      unit: 'ms',
      limit: INTERVAL_MS,
      ratio: worst / INTERVAL_MS,
      goal: '≤ interval + 200 ms',
      met: worst <= INTERVAL_MS + 200,
    },
  ]
}
