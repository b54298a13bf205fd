export interface Mailbox {
  /** Trimmed and in lower case: what addresses are compared by. */
  readonly address: string
  /** The name shown beside it, without quotes; empty when there is none. */
  readonly name: string
}

const MAX_LENGTH = 320
const ADDRESS = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+$/
const QUOTED_LOCAL = /^"[^"\r\n]+"@[^\s@<>(),;:"[\]]+$/

/** `Mario@Example.IT ` → `mario@example.it`; null for what cannot be an address. No MX is asked: it only has the shape. */
export const normaliseEmail = (text: string): string | null => {
  const address = text
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<(.*)>$/, '$1')
    .replace(/[.,;]+$/, '')
    .trim()
    .toLowerCase()
  if (address.length > MAX_LENGTH) return null
  return ADDRESS.test(address) || QUOTED_LOCAL.test(address) ? address : null
}

const unquoted = (name: string): string =>
  name
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/\\(["\\])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()

/** Splits `"Rossi, Mario" <mario@example.it>` or a bare address; null when no address is in it. */
export const parseMailbox = (text: string): Mailbox | null => {
  const start = text.lastIndexOf('<')
  const end = text.indexOf('>', start)
  if (start < 0 || end < 0) {
    const address = normaliseEmail(text)
    return address === null ? null : { address, name: '' }
  }
  const address = normaliseEmail(text.slice(start + 1, end))
  if (address === null) return null
  const name = unquoted(text.slice(0, start))
  // Some programs put the address where the name should be; that is no name.
  return { address, name: normaliseEmail(name) === address ? '' : name }
}

const NO_REPLY_LOCAL =
  /^(?:(?:no|non|do[._-]?not)[._-]?(?:reply|rispondere)|mailer[._-]?daemon|postmaster|bounces?|posta-certificata|returns?-path)(?:$|[^a-z])/

/** A machine's address: what is sent there is read by nobody, or starts an argument between machines. */
export const isNoReply = (address: string): boolean => {
  const normal = normaliseEmail(address)
  if (normal === null) return true
  const local = normal.slice(0, normal.lastIndexOf('@')).replace(/^"|"$/g, '')
  return NO_REPLY_LOCAL.test(local) || /(?:^|[._-])no[._-]?reply$/.test(local)
}
