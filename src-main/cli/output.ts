import type { AppError } from '@shared/kernel/app-error'
import it from '../../src-renderer/locales/it/errors.json'

/** Ends a command with exit code 1; nothing is half done after it. */
export class CommandRefused extends Error {
  constructor(readonly error: AppError) {
    super(error.code)
  }
}

/** One JSON object a line with `--json`; a line of text for people without. */
export interface Output {
  row(value: Readonly<Record<string, unknown>>, text: string): void
  /** For people, on stderr. */
  progress(text: string): void
}

export const makeOutput = (json: boolean): Output => ({
  row: (value, text) => void process.stdout.write(`${json ? JSON.stringify(value) : text}\n`),
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
