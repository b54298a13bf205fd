import { join } from 'node:path'
import log from 'electron-log/node'

/** Plain values only: names of calls, codes, counts, durations, ids. Never a text that a person wrote or is named in. */
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>

export interface Logger {
  info(what: string, facts?: LogFacts): void
  warn(what: string, facts?: LogFacts): void
  /** An exception is a bug: its name and the code's own stack are kept, its message is not (it may quote data). */
  bug(what: string, error: unknown, facts?: LogFacts): void
}

const stackOf = (error: unknown): string =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => line.trimStart().startsWith('at '))
        .slice(0, 8)
        .join(' | ')
    : ''

/** The host's own log, beside its engine's: two processes cannot turn one file over. */
export const HOST_LOG = 'cantoniere-host.log'

/** A file in the desk's own folder, turned over at 2 MB, and (while developing) the console. */
export const fileLogger = (folder: string, toConsole: boolean, name = 'cantoniere.log'): Logger => {
  const file = log.create({ logId: join(folder, name) })
  file.transports.file.resolvePathFn = () => join(folder, name)
  file.transports.file.maxSize = 2_000_000
  file.transports.console.level = toConsole ? 'warn' : false
  return {
    info: (what, facts = {}) => file.info(what, facts),
    warn: (what, facts = {}) => file.warn(what, facts),
    bug: (what, error, facts = {}) =>
      file.error(what, { ...facts, name: error instanceof Error ? error.name : typeof error, stack: stackOf(error) }),
  }
}

export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, bug: () => undefined }
