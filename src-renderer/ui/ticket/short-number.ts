/** `SEGN-2026-000123` without what all rows of a list share. */
export const shortNumber = (number: string): string => number.slice(number.indexOf('-') + 1)
