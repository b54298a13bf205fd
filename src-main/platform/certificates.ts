import { X509Certificate } from 'node:crypto'

/** More links than any public hierarchy has. */
const LONGEST_CHAIN = 6

export const readCertificate = (pem: string): X509Certificate | null => {
  try {
    return new X509Certificate(pem)
  } catch {
    return null
  }
}

export const isValidAt = (certificate: X509Certificate, at: number): boolean =>
  certificate.validFromDate.getTime() <= at && at <= certificate.validToDate.getTime()

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)

/**
 * Whether a certificate is one of the trusted ones or leads to one of them, each link signed by an authority. The
 * certificates between may come from anywhere: only their signatures count. A trusted one needs no issuer of its own.
 */
export const leadsTo = (
  certificate: X509Certificate,
  between: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  at: number,
): boolean => {
  const known = new Set(trusted.map(({ fingerprint256 }) => fingerprint256))
  const seen = new Set<string>()
  const follow = (current: X509Certificate, links: number): boolean => {
    if (links > LONGEST_CHAIN || !isValidAt(current, at) || seen.has(current.fingerprint256)) return false
    if (known.has(current.fingerprint256)) return true
    seen.add(current.fingerprint256)
    return [...trusted, ...between].some(
      (issuer) => issuer.ca && isIssuedBy(current, issuer) && follow(issuer, links + 1),
    )
  }
  return follow(certificate, 0)
}

/** The name that people know it by: its common name, else its organisation. */
export const certificateName = ({ subject }: X509Certificate): string =>
  /(?:^|\n)CN=([^\n]+)/.exec(subject)?.[1] ?? /(?:^|\n)O=([^\n]+)/.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ')
