import { rename, rm, writeFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { appError } from '@shared/kernel/app-error'
import { type TicketFilter, ticketFilter } from '@shared/contract/tickets'
import type { TicketId } from '@shared/kernel/ids'
import { interruptible } from './interruption'
import { globalOptions } from './options'
import { CommandRefused, print } from './output'
import { csvHead, csvRow, workbook, workbookRow } from './ticket-table'
import { type Session, allow, unwrap, withEngine } from './with-engine'

const PAGE = 500
/** So often are the numbers read anew while somebody changes which tickets the filter holds. */
const MOST_READINGS = 5
const FORMATS = ['csv', 'jsonl', 'xlsx'] as const

interface Options {
  readonly format: (typeof FORMATS)[number]
  readonly query?: string
  readonly to?: string
}
type StopIfAsked = () => Promise<void>

/**
 * Tickets out: for a spreadsheet as CSV (`;`, BOM, formulas made harmless) or workbook, or the whole of each ticket as
 * JSON lines. To a file it goes whole or not at all.
 */
export const exportCommand = (program: Command): void => {
  program
    .command('export <store>')
    .description('tickets out')
    .addOption(new Option('--format <format>', 'csv, jsonl or xlsx').choices([...FORMATS]).default('csv'))
    .option('--query <json>', 'a filter, as of tickets.list (default: every ticket)')
    .option('--to <file>', 'writes there instead of to the standard output')
    .action(async (path: string, options: Options, command: Command) => {
      const filter = ticketFilter.safeParse(filterOf(options.query))
      if (!filter.success) throw new CommandRefused(appError('invalid_input', { field: '--query' }))
      const { to } = options
      await interruptible((stopIfAsked) =>
        withEngine(path, globalOptions(command).as, async (session) => {
          allow(session, 'exports.run')
          const pieces = piecesOf(session, options.format, filter.data, stopIfAsked)
          if (to === undefined) for await (const piece of pieces) print(piece)
          else await toFile(to, pieces)
        }),
      )
    })
}

const filterOf = (query: string | undefined): unknown => {
  if (query === undefined) return { view: 'all' }
  try {
    return JSON.parse(query)
  } catch {
    return null
  }
}

/** By number. Others work on: a ticket that leaves the filter between two pages would make the next one begin too late. */
const idsOf = async ({ client }: Session, filter: TicketFilter, stopIfAsked: StopIfAsked): Promise<TicketId[]> => {
  for (let reading = 1; ; reading += 1) {
    const ids: TicketId[] = []
    const totals = new Set<number>()
    for (;;) {
      await stopIfAsked()
      const sort = { key: 'number' as const, descending: false }
      const page = unwrap(await client.tickets.list({ filter, sort, offset: ids.length, limit: PAGE }))
      totals.add(page.total)
      ids.push(...page.rows.map(({ id }) => id))
      if (page.rows.length === 0 || ids.length >= page.total) break
    }
    if (totals.size === 1 || reading === MOST_READINGS) return [...new Set(ids)]
  }
}

async function* piecesOf(
  session: Session,
  format: Options['format'],
  filter: TicketFilter,
  stopIfAsked: StopIfAsked,
): AsyncGenerator<string | Uint8Array> {
  const { client } = session
  const catalog = unwrap(await client.settings.catalog({}))
  const rows: ReturnType<typeof workbookRow>[] = []
  if (format === 'csv') yield csvHead()
  for (const id of await idsOf(session, filter, stopIfAsked)) {
    await stopIfAsked()
    const ticket = unwrap(await client.tickets.get({ id }))
    if (format === 'csv') yield csvRow(ticket, catalog)
    else if (format === 'xlsx') rows.push(workbookRow(ticket, catalog))
    else {
      const { entries } = unwrap(await client.tickets.timeline({ id }))
      yield `${JSON.stringify({ ...ticket, timeline: entries })}\n`
    }
  }
  if (format === 'xlsx') yield await workbook(rows)
}

const toFile = async (path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> => {
  const part = `${path}.part`
  try {
    await writeFile(part, pieces)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw refusalOf(error)
  }
}

/** What the disk says of the file; everything else is thrown on as it is. */
const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error
  return new CommandRefused(appError(error.code === 'ENOSPC' ? 'disk_full' : 'folder_unwritable', { field: '--to' }))
}
