import Papa from 'papaparse'

const BOM = '\ufeff'
/** The library's own pattern asks for the whole cell in one line, and lets a formula of two lines through. */
const FORMULA = /^[=+\-@\t\r\n]/

export type CsvRow = readonly (string | number)[]

/** Rows for a spreadsheet: `;`, CRLF, and no cell that it could take for a formula. */
export const csvLines = (rows: readonly CsvRow[]): string =>
  rows.length === 0
    ? ''
    : `${Papa.unparse(
        rows.map((row) => [...row]),
        { delimiter: ';', newline: '\r\n', escapeFormulae: FORMULA },
      )}\r\n`

/** A whole file, with the byte order mark by which a spreadsheet knows UTF-8; also the beginning of one. */
export const csvText = (rows: readonly CsvRow[]): string => `${BOM}${csvLines(rows)}`
