import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { csvLines, csvText } from '@shared/spreadsheet/csv'

/** The cells as a spreadsheet reads them. */
const cells = (text: string): string[][] => Papa.parse<string[]>(text, { delimiter: ';', skipEmptyLines: true }).data

describe('rows for a spreadsheet', () => {
  it('begin with the mark by which it knows UTF-8, and end every line as it does', () => {
    expect(csvText([['numero', 'oggetto']])).toBe('\ufeffnumero;oggetto\r\n')
    expect(csvLines([])).toBe('')
  })

  it.each(['=1+1', '=HYPERLINK("http://a.invalid")\nriga', '+39 0583', '-2', '@SUM(A1)', '\t=1', '\r\n=1', '\n=1'])(
    'hold no formula: %j',
    (text) => {
      expect(cells(csvLines([[text]]))).toEqual([[`'${text}`]])
    },
  )

  it('hold every other cell as it is', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => text.trim() !== '' && !/^[=+\-@\t\r\n]/.test(text))
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1, maxLength: 4 }), (row) => {
        expect(cells(csvLines([row]))).toEqual([row])
      }),
    )
  })
})
