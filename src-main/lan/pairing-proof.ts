import { createHmac, scrypt, timingSafeEqual } from 'node:crypto'
import { plainCode } from '@shared/lan/pairing-code'
import { plainFingerprint } from '@shared/lan/fingerprint'

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/**
 * The code never crosses the network. Both desks stretch it with the certificate's fingerprint that they see: whoever
 * sits between them shows another certificate, so what it hears proves nothing to the real one, and trying all
 * 2^40 codes against it at scrypt's cost takes longer than the ten minutes that a code lives.
 */
export const pairingKey = (code: string, fingerprint: string): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(plainCode(code), Buffer.from(plainFingerprint(fingerprint), 'hex'), 32, COST, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  )

/** What one side says to show that it knows the code; each side's word differs, so neither can be echoed back. */
export const proofOf = (key: Buffer, side: 'desk' | 'serving', ...said: readonly string[]): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([side, ...said]))
    .digest('base64url')

export const sameProof = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')]
  return a.length === b.length && timingSafeEqual(a, b)
}
