/** What a text says of the one whom it is written to. */
export interface Addressee {
  readonly number: string
  readonly trackingCode: string
  /** Empty where nobody left one. */
  readonly name: string
}

/**
 * A text that was written to one citizen says the other's name, number and code, where they stand as words of their own:
 * who signs as «ivo» is not found in «motivo». A name that is not known leaves the greeting without one.
 */
export const addressedTo = (text: string, from: Addressee, to: Addressee): string => {
  const own = new Map([
    [from.number, to.number],
    [from.trackingCode, to.trackingCode],
    [from.name, to.name],
  ])
  own.delete('')
  const words = [...own.keys()].map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
  if (words.length === 0) return text
  const found = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])(?:${words.join('|')})(?![\p{L}\p{M}\p{N}])`, 'gu')
  const said = text.replace(found, (word) => own.get(word) ?? word)
  return from.name === '' ? said : said.replace(/ +,/g, ',')
}
