import { appError } from '../kernel/app-error'
import { err, ok, type Result } from '../kernel/result'

export const MIN_PASSWORD_LENGTH = 10
/** A bound on what the hash is fed with; far above any phrase that a person types. */
export const MAX_PASSWORD_LENGTH = 200

export const PASSWORD_FAULTS = ['too_short', 'too_long', 'holds_username', 'too_uniform', 'too_common'] as const
export type PasswordFault = (typeof PASSWORD_FAULTS)[number]

/** Starts that guessers try first, in the languages of the office; compared without case, digits' tails and marks. */
const COMMON_STARTS = ['password', 'passw0rd', 'qwertyuiop', 'qwerty', 'cantoniere', 'benvenuto', 'welcome']
const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']

const letters = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

const isRun = (text: string): boolean =>
  RUNS.some((run) => run.includes(text) || [...run].reverse().join('').includes(text))

const faultOf = (password: string, username: string): PasswordFault | null => {
  const length = [...password].length
  if (length < MIN_PASSWORD_LENGTH) return 'too_short'
  if (length > MAX_PASSWORD_LENGTH) return 'too_long'
  const plain = letters(password)
  const name = letters(username.trim())
  if (name.length >= 3 && plain.includes(name)) return 'holds_username'
  if (plain === name) return 'holds_username'
  if (new Set(plain).size < 5) return 'too_uniform'
  const stem = plain.replace(/[^a-z]+$/, '')
  if (isRun(plain) || COMMON_STARTS.includes(stem)) return 'too_common'
  return null
}

/**
 * The office's rule: long rather than ornate (no forced digits or signs), and none of the first guesses.
 * Refused as `weak_password` with `details.reason` (a `PasswordFault`) and `details.minimum`.
 */
export const checkPassword = (password: string, username: string): Result<string> => {
  const fault = faultOf(password, username)
  if (fault === null) return ok(password)
  return err(appError('weak_password', { field: 'password', details: { reason: fault, minimum: MIN_PASSWORD_LENGTH } }))
}
