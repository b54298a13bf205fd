import type { Command } from 'commander'
import { auditFilter } from '@shared/contract/audit'
import { appError } from '@shared/kernel/app-error'
import { checkExported } from '@main/store/audit/exported-line'
import { CommandRefused, makeOutput, print } from './output'
import { globalOptions } from './options'
import { unwrap, withEngine } from './with-engine'

export const exportAuditCommand = (program: Command): void => {
  program
    .command('export-audit <store>')
    .description('the register of who did and saw what, as JSON lines with its chains')
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, YYYY-MM-DD')
    .action(async (path: string, options: { from?: string; to?: string }, command: Command) => {
      const filter = auditFilter.safeParse({ from: options.from ?? null, to: options.to ?? null })
      if (!filter.success) throw new CommandRefused(appError('invalid_input', { field: '--from --to' }))
      await withEngine(path, globalOptions(command).as, async ({ client }) => {
        for (let after: number | null = 0; after !== null;) {
          const piece: { text: string; next: number | null } = unwrap(
            await client.audit.export({ format: 'chain', filter: filter.data, after }),
          )
          print(piece.text)
          after = piece.next
        }
      })
    })
}

/** For whoever was handed the file: needs no store, no account and no trust in the program that made it. */
export const verifyAuditCommand = (program: Command): void => {
  program
    .command('verify-audit <file>')
    .description('follows the chains of an exported register')
    .action(async (file: string, _options: unknown, command: Command) => {
      const result = await checkExported(file).catch(() => {
        throw new CommandRefused(appError('file_unreadable'))
      })
      if (result === null) throw new CommandRefused(appError('wrong_file_type'))
      const output = makeOutput(globalOptions(command).json)
      for (const chain of result.chains)
        output.row(
          { ...chain },
          `${chain.host} (${chain.osUser}): ${chain.rows} rows, ${moment(chain.firstAt)} – ${moment(chain.lastAt)}, head ${chain.head}`,
        )
      for (const problem of result.problems)
        output.row({ ...problem }, `WRONG ${problem.fault}: row ${problem.id} (${problem.chain}, ${problem.seq})`)
      output.row(
        { ok: result.ok, rows: result.rows, faults: result.faults },
        result.ok ? `ok: ${result.rows} rows follow one another` : `${result.faults} rows do not follow`,
      )
      if (!result.ok) process.exitCode = 1
    })
}

const moment = (at: number): string => new Date(at).toISOString()
