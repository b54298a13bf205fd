import { randomBytes, scryptSync } from 'node:crypto'

const COST = { N: 2 ** 10, r: 8, p: 1 }

/**
 * The hash of a password as the program writes it, at a hundredth of its price: parameters travel with each hash, and
 * thousands of sign-ins in tests would spend more on it than on all that they try.
 */
export const cheapHash = (password: string): string => {
  const salt = randomBytes(16)
  const hash = scryptSync(password.normalize('NFKC'), salt, 32, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}
