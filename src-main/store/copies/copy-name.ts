import { basename, extname } from 'node:path'

/** `segnalazioni.db` copied on 23 November 2026 at 09:12 UTC is `segnalazioni-20261123-091200.db`. */
export const copyName = (path: string, now: Date, mark = ''): string => {
  const [day = '', time = ''] = now.toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '').split('T')
  return `${basename(path, extname(path))}-${day}-${time}${mark}.db`
}

/** When a file was copied, by its name; null for a name that is no copy's. Milliseconds since 1970. */
export const copiedAt = (name: string): number | null => {
  const found = /-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)[a-z-]*\.db$/.exec(name)
  if (found === null) return null
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
