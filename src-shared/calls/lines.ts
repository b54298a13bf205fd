import { readNumber } from './caller-number'

/** A telephone line of the office: what it is called, and the number or group that its calls come in on. */
export interface Line {
  readonly name: string
  readonly number: string
}

/** How a line is known: the same however its number is written. */
export const lineKey = (number: string): string => readNumber(number).key

/** The line that a call came in on, by the number called or the group; null for one that the office has not named. */
export const lineOf = <L extends Line>(lines: readonly L[], keys: readonly string[]): L | null =>
  lines.find(({ number }) => keys.some((key) => key !== '' && key === lineKey(number))) ?? null

/** Whether a call rings at a desk; `ringing` null: every line does. What came in on no line that is known rings everywhere. */
export const ringsHere = (line: Line | null, ringing: readonly string[] | null): boolean =>
  line === null || ringing === null || ringing.includes(lineKey(line.number))
