import { type AppError, appError } from '@shared/kernel/app-error'
import it from '../../src-renderer/locales/it/errors.json'

/** Ends a command with exit code 1; nothing is half done after it. */
export class CommandRefused extends Error {
  constructor(readonly error: AppError) {
    super(error.code)
  }
}

/** A reader that has seen enough (`| head`) closed the pipe: that is no fault of the command. */
export class ReaderGone extends Error {}

/** Why stdout takes nothing more. */
let ended: Error | null = null

const endOf = ({ code }: NodeJS.ErrnoException): Error => {
  if (code === 'EPIPE') return new ReaderGone()
  return new CommandRefused(appError(code === 'ENOSPC' ? 'disk_full' : 'file_unwritable'))
}

let isWatched = false
/** From here on what stdout refuses ends the command where it next prints. */
export const watchStdout = (): void => {
  if (isWatched) return
  isWatched = true
  process.stdout.on('error', (error: NodeJS.ErrnoException) => (ended ??= endOf(error)))
}

/** Everything that a command gives out; throws once nobody takes it any more. */
export const print = (text: string | Uint8Array): void => {
  if (ended !== null) throw ended
  process.stdout.write(text)
}

/** Resolves when stdout has taken everything; throws what it refused. */
export const printed = async (): Promise<void> => {
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
  if (ended !== null) throw ended
}

/** One JSON object a line with `--json`; a line of text for people without. */
export interface Output {
  row(value: Readonly<Record<string, unknown>>, text: string): void
  /** For people, on stderr. */
  progress(text: string): void
}

export const makeOutput = (json: boolean): Output => ({
  row: (value, text) => print(`${json ? JSON.stringify(value) : text}\n`),
  progress: (text) => {
    if (!json) process.stderr.write(`${text}\n`)
  },
})

const sentences: Readonly<Record<string, unknown>> = it

/** `error: CODE: sentence`, the sentence from the same words as the screens'. */
export const errorLine = (error: AppError): string => {
  const found = sentences[error.code]
  const words = typeof found === 'string' ? found : error.code
  const sentence = words.replace(/\{(\w+)\}/g, (whole, name: string) => String(error.details?.[name] ?? whole))
  return `error: ${error.code}: ${sentence}${error.field === undefined ? '' : ` (${error.field})`}\n`
}
