import { type PlaceholderValues, fillSignature } from '../answers/placeholders'

/** A greeting does without the name that nobody left; a line that asks for something else unknown is left out. */
export const noticeText = (text: string, values: PlaceholderValues): string => {
  const greeting = values.nome.trim() === '' ? text.replace(/ ?\{nome\}/g, '') : text
  return fillSignature(greeting, values).replace(/\n{3,}/g, '\n\n')
}
