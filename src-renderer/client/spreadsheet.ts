import Papa from 'papaparse'

const BOM = '\ufeff'

/** Rows for a spreadsheet: `;`, CRLF, and no cell that it could take for a formula. */
export const csvLines = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.length === 0
    ? ''
    : `${Papa.unparse(
        rows.map((row) => [...row]),
        { delimiter: ';', newline: '\r\n', escapeFormulae: true },
      )}\r\n`

/** A whole file, with the byte order mark by which a spreadsheet knows UTF-8; also the beginning of one. */
export const csvText = (rows: readonly (readonly (string | number)[])[]): string => `${BOM}${csvLines(rows)}`
