import { Command, CommanderError } from 'commander'
import { appError, Refusal } from '@shared/kernel/app-error'
import { exportAuditCommand, verifyAuditCommand } from './audit-commands'
import { importAddressesCommand } from './address-command'
import { importAreasCommand } from './area-command'
import { publishCommand } from './site-command'
import { callCommand, contractCommand } from './call-commands'
import { doctorCommand } from './doctor-command'
import { exportCommand } from './export-command'
import { importMailCommand, parseMailCommand } from './mail-commands'
import { CommandRefused, ReaderGone, errorLine, printed, watchStdout } from './output'
import { relayCommand } from './relay-command'
import { serveCommand } from './serve-command'
import {
  backupCommand,
  demoCommand,
  initCommand,
  restoreCommand,
  setPasswordCommand,
  verifyCommand,
} from './store-commands'
import { importWhatsappCommand } from './whatsapp-command'

const REFUSED = 1
const WRONG_USAGE = 2

/** Exit codes: 0 done, 1 refused (`error: CODE: sentence` on stderr), 2 wrong usage. */
export const runCli = async (args: readonly string[]): Promise<number> => {
  const program = new Command('cantoniere-cli')
    .description('The desk without a page, for administrators and scripts')
    .option('--json', 'one JSON object per line and nothing else on stdout')
    .option('--as <user>', 'act for this user (default: the administrator)')
    .exitOverride()
    .showHelpAfterError()
  for (const add of [
    initCommand,
    demoCommand,
    importMailCommand,
    parseMailCommand,
    importAddressesCommand,
    importAreasCommand,
    publishCommand,
    importWhatsappCommand,
    callCommand,
    contractCommand,
    serveCommand,
    relayCommand,
    exportCommand,
    backupCommand,
    verifyCommand,
    doctorCommand,
    restoreCommand,
    setPasswordCommand,
    exportAuditCommand,
    verifyAuditCommand,
  ])
    add(program)
  watchStdout()
  try {
    await program.parseAsync(args, { from: 'user' })
    await printed()
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE
    if (error instanceof ReaderGone) return 0
    if (error instanceof CommandRefused || error instanceof Refusal) {
      process.stderr.write(errorLine(error.error))
      return REFUSED
    }
    // A bug: its trace is for whoever reports it, the first line for whoever reads exit codes and words.
    process.stderr.write(errorLine(appError('internal')))
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return REFUSED
  }
}
