import { parsePhone } from '../contacts/phone'
import { fold } from '../search/fold'

export interface OfficeName {
  readonly serviceName: string
  readonly phone: string
}

/** The office by its own name, its number, or as the phone that exported the chat calls itself. */
export const isOfficeAuthor = (author: string, office: OfficeName): boolean => {
  const number = parsePhone(office.phone)?.last9
  return (
    ['tu', 'you'].includes(fold(author)) ||
    fold(author) === fold(office.serviceName) ||
    (number !== undefined && parsePhone(author)?.last9 === number)
  )
}
