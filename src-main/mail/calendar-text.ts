const FIELDS = /^(SUMMARY|LOCATION|DTSTART|DESCRIPTION)(?:;[^:\r\n]*)?:(.*)$/gim

const unescaped = (value: string): string =>
  value
    .replace(/\\n/gi, '\n')
    .replace(/\\([,;\\])/g, '$1')
    .trim()

/** `20261201T090000Z` → `2026-12-01 09:00 UTC`: an appointment's time as it was written, in its own zone. */
const written = (value: string): string => {
  const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z)?)?/.exec(value)
  if (found === null) return value
  const [, year, month, day, hour, minute, zulu] = found
  return `${year}-${month}-${day}${hour === undefined ? '' : ` ${hour}:${minute}`}${zulu === undefined ? '' : ' UTC'}`
}

/** The words of an invitation (iCalendar): what, where, when; '' when it holds none. */
export const calendarText = (source: string): string => {
  const lines = source.slice(0, 200_000).replace(/\r?\n[ \t]/g, '')
  const found = new Map<string, string>()
  const event = lines.slice(Math.max(0, lines.search(/^BEGIN:VEVENT/im)))
  for (const [, name = '', value = ''] of event.matchAll(FIELDS))
    if (!found.has(name.toUpperCase())) found.set(name.toUpperCase(), unescaped(value))
  const start = found.get('DTSTART')
  return [
    found.get('SUMMARY'),
    start === undefined ? undefined : written(start),
    found.get('LOCATION'),
    found.get('DESCRIPTION'),
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n')
}
