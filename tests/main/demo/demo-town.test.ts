import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'

describe('the town of the demonstration', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-town-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

  const reportsAsOf = async (day: string): Promise<unknown[]> => {
    const path = join(folder, `${day.slice(0, 10)}.db`)
    await makeDemoStore(path, { tickets: 60, now: Date.parse(day) })
    const db = new Database(path, { readonly: true })
    try {
      return db.prepare('SELECT subject, category_id, district_id FROM tickets ORDER BY id').all()
    } finally {
      db.close()
    }
  }

  it('reports the same things whatever the day and the hour', async () => {
    const [morning, night] = [await reportsAsOf('2026-03-02T08:10:00Z'), await reportsAsOf('2026-08-15T22:40:00Z')]
    expect(morning).toHaveLength(60)
    expect(night).toEqual(morning)
  })
})
