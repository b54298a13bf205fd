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

  it('has something on every desk: mails to be judged, mails that became tickets, calls to return', async () => {
    const path = join(folder, 'busy.db')
    await makeDemoStore(path, { tickets: 120, now: Date.parse('2026-03-04T10:00:00Z'), eventful: true })
    const db = new Database(path, { readonly: true })
    try {
      const reasons = db.prepare("SELECT reason FROM quarantine WHERE state = 'open' ORDER BY id").pluck().all()
      expect(reasons).toEqual(['bounce', 'unmatched_receipt', 'doubtful_automatic'])
      expect(db.prepare("SELECT count(*) FROM quarantine WHERE state = 'kept'").pluck().get()).toBe(2)
      const mailed = db.prepare('SELECT subject FROM tickets WHERE category_id IS NULL AND unread = 1').pluck().all()
      expect(mailed).toContain('Lampione spento davanti alla scuola')
      // A rule of an area alone would ask of every lamp without a point on which side it stands.
      const conditions = db.prepare<[], string>('SELECT conditions FROM competence_rules').pluck().all()
      const ofAreas = conditions
        .map((text) => JSON.parse(text) as { areas: unknown[]; categoryIds: unknown[] })
        .filter(({ areas }) => areas.length > 0)
      expect(ofAreas.map(({ categoryIds }) => categoryIds.length)).toEqual([2])
      expect(db.prepare('SELECT count(*) FROM callbacks WHERE outcome IS NULL').pluck().get()).toBeGreaterThan(0)
    } finally {
      db.close()
    }
  })
})
