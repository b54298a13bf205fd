import { type RandomBytes, randomToken } from '@main/platform/random'
import { isSameSecret } from '@main/platform/same-secret'

/**
 * Who may talk to this host: a browser that brought the one-time token of the printed address, known afterwards by
 * a cookie that no script can read. Cookies know no ports, so the name holds ours.
 */
export class DoorKeys {
  readonly #random: RandomBytes
  readonly #cookieValue: string
  #token: string

  constructor(
    random: RandomBytes,
    private readonly port: number,
  ) {
    this.#random = random
    this.#cookieValue = randomToken(random)
    this.#token = randomToken(random)
  }

  /** The token that has not been used yet. */
  get token(): string {
    return this.#token
  }

  /** `Set-Cookie` for a browser whose token was taken. */
  get cookie(): string {
    return `${this.#name}=${this.#cookieValue}; Path=/; HttpOnly; SameSite=Strict`
  }

  hasCookie(header: string | undefined): boolean {
    return (header ?? '').split(';').some((part) => {
      const [name, value = ''] = part.trim().split('=')
      return name === this.#name && isSameSecret(value, this.#cookieValue)
    })
  }

  /** True once for each token; a new one takes its place. */
  takeToken(offered: string): boolean {
    if (!isSameSecret(offered, this.#token)) return false
    this.#token = randomToken(this.#random)
    return true
  }

  get #name(): string {
    return `cantoniere-${this.port}`
  }
}
