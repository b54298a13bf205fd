import type { Season } from '@shared/answers/offered-answers'

/** A leap year: the 29th of February is a day like another. */
const A_YEAR = 2024

/** `1 apr – 15 ott`: days of every year. */
export const seasonText = ({ from, to }: Season, language: string): string => {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  const text = (day: string): string => format.format(new Date(`${A_YEAR}-${day}T12:00:00Z`))
  return `${text(from)} – ${text(to)}`
}
