import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rounds } from '@main/jobs/rounds'
import { silentLogger } from '@main/platform/logger'
import type { Part } from '@main/platform/part'
import { type TestDesk, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

let desk: TestDesk
const running: Part[] = []

beforeEach(async () => {
  desk = await openTestDesk({ host: 'cli' })
})
afterEach(async () => {
  for (const part of running.splice(0)) await part.stop()
  await desk.close()
})

const addBody = async (name: string): Promise<void> => {
  valueOf(
    await desk.engine.current.store.write(async (db) => {
      await db.insertInto('bodies').values({ name }).execute()
    }),
  )
}

describe('work that comes round', () => {
  it('asks a store that holds none of it once, and again when something was written', async () => {
    let asked = 0
    let done = 0
    let ticks = 0
    const parts = { current: desk.engine.current, logger: silentLogger }
    const job = rounds(parts, {
      name: 'prova',
      everyMs: 1,
      holdsWork: async (db) => {
        asked += 1
        const row = await db.selectFrom('bodies').select('id').where('name', '=', 'Ente nuovo').executeTakeFirst()
        return row !== undefined
      },
      round: () => {
        done += 1
        return Promise.resolve()
      },
    })
    // Beside it a round without the question, to know how often the first one had its chance.
    const clock = rounds(parts, { name: 'orologio', everyMs: 1, round: async () => void (ticks += 1) })
    running.push(job, clock)
    await job.start()
    await clock.start()
    await eventually('many rounds', () => ticks > 30 && asked > 0)
    expect([asked, done]).toEqual([1, 0])
    await addBody('Ente qualsiasi')
    await eventually('the second question', () => asked === 2)
    expect(done).toBe(0)
    await addBody('Ente nuovo')
    await eventually('the work', () => done > 3)
  })
})
