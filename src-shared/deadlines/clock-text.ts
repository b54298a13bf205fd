/**
 * A time of the day as people type it (`9`, `930`, `9.30`, `09:30`) as `HH:MM`; null for what is none. `24:00` is the end
 * of the day.
 */
export const clockOf = (typed: string): string | null => {
  const text = typed.trim()
  const parts = /^(\d{1,2})(?:[:.,\s]?(\d{2}))?$/.exec(text)
  if (parts === null) return null
  const [hours, minutes] = [Number(parts[1]), Number(parts[2] ?? '0')]
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}
