/** `2026-11-23 09:12:05` in the office's zone: sorts and reads the same in every spreadsheet. */
export const sortableMoment = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
