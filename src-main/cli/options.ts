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

export const portNumber = (text: string): number => {
  const port = wholeNumber(text)
  if (port > 65_535) throw new InvalidArgumentError('a port is at most 65535')
  return port
}

/** A day as the moment at which its office work is well under way: 10:00 UTC, in epoch milliseconds. */
export const morningOf = (text: string): number => {
  const at = Date.parse(`${text}T10:00:00Z`)
  // The 31st of February would be taken for the 3rd of March.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError('a day is needed: YYYY-MM-DD')
  return at
}
