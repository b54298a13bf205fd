import type { Cell } from 'write-excel-file/node'
import type { Catalog } from '@shared/contract/settings'
import type { TicketDetail } from '@shared/contract/tickets'
import { csvLines, csvText } from '@shared/spreadsheet/csv'
import { sortableMoment } from '@shared/spreadsheet/sortable-moment'
import words from '../../src-renderer/locales/it/vocabulary.json'

type Named = readonly { readonly id: number; readonly name: string }[]
const nameOf = (list: Named, wanted: number | null): string => list.find(({ id }) => id === wanted)?.name ?? ''

type Column = readonly [
  heading: string,
  width: number,
  value: (ticket: TicketDetail, catalog: Catalog) => string | { readonly at: number | null },
]

/** What a person who opens the file in a spreadsheet looks for, in the words of the screens. */
const COLUMNS: readonly Column[] = [
  ['numero', 18, ({ number }) => number],
  ['arrivo', 19, ({ createdAt }) => ({ at: createdAt })],
  ['canale', 12, ({ channel }) => words.channel[channel]],
  ['tipo', 14, ({ kind }) => words.kind[kind]],
  ['oggetto', 40, ({ subject }) => subject],
  ['luogo', 32, ({ placeText }) => placeText],
  ['frazione', 20, ({ districtId }, catalog) => nameOf(catalog.districts, districtId)],
  ['categoria', 24, ({ categoryId }, catalog) => nameOf(catalog.categories, categoryId)],
  ['priorità', 10, ({ priority }) => words.priority[priority]],
  ['stato', 22, ({ status }) => words.status[status]],
  ['esito', 22, ({ outcome }) => (outcome === null ? '' : words.outcome[outcome])],
  ['squadra', 20, ({ crewId }, catalog) => nameOf(catalog.crews, crewId)],
  ['scadenza', 19, ({ dueAt }) => ({ at: dueAt })],
  ['chiusura', 19, ({ closedAt }) => ({ at: closedAt })],
  ['cittadino', 28, ({ contactName }) => contactName],
]

const cellsOf = (ticket: TicketDetail, catalog: Catalog) => COLUMNS.map(([, , value]) => value(ticket, catalog))

export const csvHead = (): string => csvText([COLUMNS.map(([heading]) => heading)])

/** Moments sort and read the same in every spreadsheet, in the office's zone. */
export const csvRow = (ticket: TicketDetail, catalog: Catalog): string =>
  csvLines([
    cellsOf(ticket, catalog).map((cell) =>
      typeof cell === 'string' ? cell : cell.at === null ? '' : sortableMoment(cell.at, catalog.zone),
    ),
  ])

/** A workbook has one clock, without zones: the office's own is put there as if it were Greenwich's. */
const officeDate = (at: number, zone: string): Date => new Date(`${sortableMoment(at, zone).replace(' ', 'T')}Z`)

/** XML knows no control characters but these three; a mail's subject may hold others. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu

export const workbookRow = (ticket: TicketDetail, catalog: Catalog): Cell[] =>
  cellsOf(ticket, catalog).map((cell): Cell => {
    if (typeof cell === 'string') return { value: cell.replaceAll(UNWRITABLE, ' '), type: String }
    if (cell.at === null) return null
    return { value: officeDate(cell.at, catalog.zone), type: Date, format: 'dd/mm/yyyy hh:mm' }
  })

/** The whole file; every text is typed as text, so that none is taken for a formula. */
export const workbook = async (rows: readonly (readonly Cell[])[]): Promise<Buffer> => {
  // Only who asks for a workbook waits for its writer.
  const { default: write } = await import('write-excel-file/node')
  const head = COLUMNS.map(([value]): Cell => ({ value, type: String, fontWeight: 'bold' }))
  return write([head, ...rows.map((row) => [...row])], {
    sheet: 'Segnalazioni',
    columns: COLUMNS.map(([, width]) => ({ width })),
    stickyRowsCount: 1,
  }).toBuffer()
}
