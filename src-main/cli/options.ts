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
