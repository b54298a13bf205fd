import { type Command, InvalidArgumentError } from 'commander'

/** `--json` and `--as`, wherever they stand on the line. */
export const globalOptions = (command: Command): { readonly json: boolean; readonly as: string | undefined } => {
  const { json, as } = command.optsWithGlobals<{ json?: boolean; as?: string }>()
  return { json: json === true, as }
}

export const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed')
  return Number(text)
}

/** A day as the moment at which its office work is well under way: 10:00 UTC, in epoch milliseconds. */
export const morningOf = (text: string): number => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T10:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw new InvalidArgumentError('a day is needed: YYYY-MM-DD')
  return at
}
