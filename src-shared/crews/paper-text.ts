/** Lines that open or close a letter and tell a crew nothing. */
const OPENING =
  /^(buon\s?giorno|buona\s?sera|salve|gentil[ei]\b.*|spett(\.|abile)?\b.*|egregi[oa]?\b.*|alla cortese attenzione.*)[\s,.!:]*$/i
const CLOSING =
  /^((cordiali|distinti|tanti|un) saluti?|cordialmente|in attesa di.*|grazie( mille| infinite)?)[\s,.!]*$/i

/** What a citizen wrote, as one paragraph for the crew: greetings, blank lines and everything after "Cordiali saluti" left out. */
export const paperText = (text: string): string => {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const first = lines.findIndex((line) => !OPENING.test(line))
  const rest = first < 0 ? [] : lines.slice(first)
  const end = rest.findIndex((line, index) => index > 0 && CLOSING.test(line))
  return (end < 0 ? rest : rest.slice(0, end)).join(' ')
}
