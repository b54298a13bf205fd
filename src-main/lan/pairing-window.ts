import { CODE_LENGTH, CODE_LIFE_MS, pairingCode } from '@shared/lan/pairing-code'
import type { Clock } from '@main/platform/clock'
import type { RandomBytes } from '@main/platform/random'
import { pairingKey, proofOf, sameProof } from './pairing-proof'

/** Wrong tries from all addresses together after which a code is worth nothing. */
const MOST_TRIES = 10

interface OpenCode {
  readonly code: string
  readonly key: Buffer
  readonly until: number
  readonly expiresAt: number
  tries: number
}

/** The one code that is good now: ten minutes, one desk, ten wrong tries. */
export class PairingWindow {
  #open: OpenCode | null = null

  constructor(
    private readonly random: RandomBytes,
    private readonly clock: Clock,
  ) {}

  async renew(fingerprint: string): Promise<void> {
    const code = pairingCode(this.random(CODE_LENGTH))
    const key = await pairingKey(code, fingerprint)
    this.#open = {
      code,
      key,
      until: this.clock.monotonic() + CODE_LIFE_MS,
      expiresAt: this.clock.now() + CODE_LIFE_MS,
      tries: 0,
    }
  }

  close(): void {
    this.#open = null
  }

  get current(): { readonly code: string; readonly expiresAt: number } | null {
    if (this.#open !== null && this.clock.monotonic() >= this.#open.until) this.#open = null
    return this.#open
  }

  /** The key for the answer when the proof is right, and the code is used up; null for every other case alike. */
  take(proof: string, said: readonly string[]): Buffer | null {
    const open = this.current === null ? null : this.#open
    if (open === null) return null
    if (sameProof(proof, proofOf(open.key, 'desk', ...said))) {
      this.#open = null
      return open.key
    }
    open.tries += 1
    if (open.tries >= MOST_TRIES) this.#open = null
    return null
  }
}
