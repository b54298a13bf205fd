const IMAGE = /<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' }

const decoded = (text: string): string =>
  text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|quot|apos|lt|gt));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? whole
    const code = hex ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
  })

/** An address on the web, whole, as a picture's `src` names it; null for what came with the mail or lies nowhere. */
export const remoteAddress = (source: string): string | null => {
  const text = source.trim()
  const whole = text.startsWith('//') ? `https:${text}` : text
  return /^https?:\/\/[^/?#]/i.test(whole) ? whole : null
}

/**
 * The addresses of a mail's pictures that lie elsewhere: the only ones that may ever be fetched for it. What this
 * reading of the HTML misses stays unseen, which is the safe side.
 */
export const remotePictures = (html: string): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const [, double, single, bare] of html.matchAll(IMAGE)) {
    const address = remoteAddress(decoded(double ?? single ?? bare ?? ''))
    if (address !== null) found.add(address)
  }
  return found
}
