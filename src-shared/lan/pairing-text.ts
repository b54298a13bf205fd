import { plainFingerprint } from './fingerprint'

/** Everything that a desk needs to be paired with another one. */
export interface PairingInvitation {
  readonly address: string
  readonly port: number
  readonly code: string
  /** 64 hex digits. */
  readonly fingerprint: string
  readonly name: string
}

const PREFIX = 'cantoniere://collega?'
/** As a browser or the system hands it on: with a slash where the path would be. */
const PREFIX_WITH_PATH = 'cantoniere://collega/?'

/** `cantoniere://collega?a=…&p=…&c=…&f=…&n=…`: what the QR code holds and what a person can paste. */
export const pairingText = ({ address, port, code, fingerprint, name }: PairingInvitation): string =>
  PREFIX +
  Object.entries({ a: address, p: String(port), c: code, f: plainFingerprint(fingerprint), n: name })
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&')

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** Null for anything that is not a whole invitation. */
export const readPairingText = (text: string): PairingInvitation | null => {
  const trimmed = text.trim()
  const prefix = [PREFIX, PREFIX_WITH_PATH].find((start) => trimmed.toLowerCase().startsWith(start))
  if (prefix === undefined || trimmed.length > 1000) return null
  const fields = new Map(
    trimmed
      .slice(prefix.length)
      .split('&')
      .map((part) => {
        const [key = '', value = ''] = part.split('=')
        return [key, decoded(value)] as const
      }),
  )
  const address = fields.get('a') ?? ''
  const port = Number(fields.get('p'))
  const code = fields.get('c') ?? ''
  const fingerprint = plainFingerprint(fields.get('f') ?? '')
  const isWhole = /^[\w.:-]{1,253}$/.test(address) && Number.isInteger(port) && port > 0 && port < 65_536
  if (!isWhole || code === '' || fingerprint.length !== 64) return null
  return { address, port, code, fingerprint, name: (fields.get('n') ?? '').slice(0, 80) }
}
