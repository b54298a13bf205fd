import { type Command, Option } from 'commander'
import Papa from 'papaparse'
import type { TicketId } from '@shared/kernel/ids'
import { CommandRefused, print } from './output'
import { appError } from '@shared/kernel/app-error'
import { interruptible } from './interruption'
import { globalOptions } from './options'
import { type Session, allow, unwrap, withEngine } from './with-engine'
import { ticketFilter } from '@shared/contract/tickets'

const PAGE = 500

/** Tickets out: CSV for a spreadsheet (`;`, BOM, formulas made harmless), or the whole of each ticket as JSON lines. */
export const exportCommand = (program: Command): void => {
  program
    .command('export <store>')
    .description('tickets out')
    .addOption(new Option('--format <format>', 'csv or jsonl').choices(['csv', 'jsonl']).default('csv'))
    .option('--query <json>', 'a filter, as of tickets.list (default: every ticket)')
    .action(async (path: string, options: { format: 'csv' | 'jsonl'; query?: string }, command: Command) => {
      const filter = ticketFilter.safeParse(filterOf(options.query))
      if (!filter.success) throw new CommandRefused(appError('invalid_input', { field: '--query' }))
      await interruptible((stopIfAsked) =>
        withEngine(path, globalOptions(command).as, async (session) => {
          allow(session, 'exports.run')
          if (options.format === 'csv') print(`\ufeff${csvLine(HEADINGS)}`)
          for (let offset = 0; ; offset += PAGE) {
            await stopIfAsked()
            const page = unwrap(
              await session.client.tickets.list({
                filter: filter.data,
                sort: { key: 'number', descending: false },
                offset,
                limit: PAGE,
              }),
            )
            for (const row of page.rows)
              print(options.format === 'csv' ? await csvRow(session, row.id) : await jsonLine(session, row.id))
            if (offset + page.rows.length >= page.total || page.rows.length === 0) return
          }
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

const HEADINGS = [
  'numero',
  'arrivo',
  'canale',
  'oggetto',
  'luogo',
  'frazione',
  'categoria',
  'priorità',
  'stato',
  'esito',
  'squadra',
  'scadenza',
  'chiusura',
  'cittadino',
]

const csvLine = (cells: readonly string[]): string =>
  `${Papa.unparse([[...cells]], { delimiter: ';', newline: '\r\n', escapeFormulae: true })}\r\n`

const moment = (at: number | null): string => (at === null ? '' : new Date(at).toISOString())

const csvRow = async ({ client }: Session, id: TicketId): Promise<string> => {
  const ticket = unwrap(await client.tickets.get({ id }))
  const catalog = unwrap(await client.settings.catalog({}))
  const nameOf = (list: readonly { readonly id: number; readonly name: string }[], wanted: number | null): string =>
    list.find((item) => item.id === wanted)?.name ?? ''
  return csvLine([
    ticket.number,
    moment(ticket.createdAt),
    ticket.channel,
    ticket.subject,
    ticket.placeText,
    nameOf(catalog.districts, ticket.districtId),
    nameOf(catalog.categories, ticket.categoryId),
    ticket.priority,
    ticket.status,
    ticket.outcome ?? '',
    nameOf(catalog.crews, ticket.crewId),
    moment(ticket.dueAt),
    moment(ticket.closedAt),
    ticket.contactName,
  ])
}

const jsonLine = async ({ client }: Session, id: TicketId): Promise<string> => {
  const ticket = unwrap(await client.tickets.get({ id }))
  const { entries } = unwrap(await client.tickets.timeline({ id }))
  return `${JSON.stringify({ ...ticket, timeline: entries })}\n`
}
