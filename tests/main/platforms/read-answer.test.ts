import { describe, expect, it } from 'vitest'
import { rowsOf } from '@main/open311/read-answer'

const rows = (text: string) => rowsOf(Buffer.from(text), 'services', 'service')

describe('an answer of a GeoReport server', () => {
  it('is read as XML or JSON, by its first sign, with the entities that XML itself has', () => {
    const service = '<service><service_code>007</service_code><service_name>Buche &amp; strade</service_name></service>'
    const expected = [{ service_code: '007', service_name: 'Buche & strade' }]
    expect(rows(`\ufeff <?xml version="1.0"?><services>${service}</services>`)).toEqual(expected)
    expect(rows(JSON.stringify(expected))).toEqual(expected)
    expect(rows('<services/>')).toEqual([])
    expect(rows('buongiorno')).toBeNull()
  })

  it('that brings entities of its own is none', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ah"><!ENTITY b "&a;&a;&a;&a;">]>'
    expect(rows(`${bomb}<services><service><service_name>&b;</service_name></service></services>`)).toBeNull()
    expect(rows(`<?xml version="1.0"?>${bomb.toLowerCase()}<services/>`)).toBeNull()
  })
})
