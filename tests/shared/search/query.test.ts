import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '@shared/search/fold'
import { parseQuery } from '@shared/search/query'

describe('what is typed into the search box', () => {
  it('is read as a ticket’s number', () => {
    expect(parseQuery('SEGN-2026-000123').number).toEqual({ year: 2026, sequence: 123 })
    expect(parseQuery('2026-123')).toMatchObject({ number: { year: 2026, sequence: 123 } })
    expect(parseQuery('2026-123').phoneDigits).toBeUndefined()
  })

  it('is read as a phone number, in any form and from four digits on', () => {
    expect(parseQuery('335/1397378').phoneDigits).toBe('3351397378')
    expect(parseQuery('+39 335 139').phoneDigits).toBe('335139')
    expect(parseQuery('0039335139').phoneDigits).toBe('335139')
    expect(parseQuery('0583 42').phoneDigits).toBe('058342')
    expect(parseQuery('123').phoneDigits).toBeUndefined()
    expect(parseQuery('via Romana 1234').phoneDigits).toBeUndefined()
  })

  it('may be a number of either kind', () => {
    expect(parseQuery('1234')).toMatchObject({ number: { sequence: 1234 }, phoneDigits: '1234' })
  })

  it('is read as words, the last one unfinished', () => {
    expect(parseQuery('Lampione di Sant’Andrea ro')).toEqual({
      words: ['lampione', 'di', 'sant', 'andrea', 'ro'],
      ftsMatch: '"lampione"* AND "di" AND "sant"* AND "andrea"* AND "ro"*',
    })
  })

  it('asks nothing when there is nothing to ask', () => {
    expect(parseQuery('  "*" ( ')).toEqual({ words: [], ftsMatch: '' })
  })
})

describe('the expression on a real full-text index', () => {
  let db: Database.Database
  beforeAll(() => {
    db = new Database(':memory:')
    db.exec(`CREATE VIRTUAL TABLE texts USING fts5(body, tokenize = 'unicode61', prefix = '2 3')`)
    const insert = db.prepare('INSERT INTO texts (body) VALUES (?)')
    for (const body of ['Lampione spento in via Romana', 'È caduto un albero', 'Near miss AND NOT or'])
      insert.run(fold(body))
  })
  afterAll(() => {
    db.close()
  })
  const hits = (text: string): unknown[] =>
    db.prepare('SELECT rowid FROM texts WHERE texts MATCH ?').pluck().all(parseQuery(text).ftsMatch)

  it('finds words without their accents, and while they are typed', () => {
    expect(hits('LAMPIONE rom')).toEqual([1])
    expect(hits('e caduto un alb')).toEqual([2])
    expect(hits('lampione albero')).toEqual([])
  })

  it('lets a single letter wait for its second one, and takes a digit as it stands', () => {
    expect(hits('lampione r')).toEqual([1])
    expect(parseQuery('via Romana r').ftsMatch).toBe('"via" AND "romana"*')
    expect(parseQuery('via Romana 1').ftsMatch).toBe('"via" AND "romana"* AND "1"')
    expect(parseQuery('r').ftsMatch).toBe('"r"')
  })

  it('takes operators for the words that they are', () => {
    expect(hits('near NOT or')).toEqual([3])
    expect(hits('lampione OR albero')).toEqual([])
    expect(hits('body:lampione')).toEqual([])
    expect(hits('lampione" OR "albero')).toEqual([])
  })

  it('is understood by the index whatever was typed', () => {
    const nasty = fc.string({ unit: fc.constantFrom(...'"*():^-+{}\\\'; ,ANDORTE\u0000é🌧') })
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
        const { ftsMatch, words } = parseQuery(text)
        expect(ftsMatch === '').toBe(words.length === 0)
        expect(() => (ftsMatch === '' ? [] : hits(text))).not.toThrow()
      }),
      { numRuns: 500 },
    )
  })
})
