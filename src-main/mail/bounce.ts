import type { BounceInfo } from '@shared/mail/parsed-mail'

const fields = (text: string, name: string): string[] =>
  [...text.replace(/\r?\n[ \t]+/g, ' ').matchAll(new RegExp(`^${name}:[ \\t]*(.+)$`, 'gim'))].map(([, value]) =>
    (value ?? '').trim(),
  )

const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[^\s<>"'(),;:.]+/g
const MAX_TEXT = 64 * 1024

/** A server that still tries says so; many do it in words alone. */
const STILL_TRIES =
  /\bdelayed\b|delivery (?:status notification )?\(delay\)|will (?:be retried|keep trying|continue to (?:try|attempt))|has not (?:yet )?been delivered|no action is required|consegna ritardata|in ritardo|verr(?:à|anno) (?:ritentat|effettuati altri tentativi)|ritenteremo|riproveremo/i

interface ReportParts {
  readonly subject: string
  /** `X-Failed-Recipients`, as it came. */
  readonly failed: readonly string[]
  /** `message/delivery-status` parts as text. */
  readonly status: string
  /** `message/rfc822` or `text/rfc822-headers` parts as text: the mail that came back. */
  readonly original: string
  /** What the report says to people, for reports that are not RFC 3464. */
  readonly text: string
}

const isFinal = (code: string | undefined, words: string): boolean =>
  code === undefined ? !STILL_TRIES.test(words) : code.startsWith('5')

/** What a delivery report tells: which mail, to whom, for good or for now. */
export const bounceInfo = ({ subject, failed: headers, status, original, text }: ReportParts): BounceInfo => {
  const human = text.slice(0, MAX_TEXT)
  const originalHead = original.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const action = fields(status, 'Action')[0]?.toLowerCase() ?? null
  const code =
    fields(status, 'Status')[0]?.match(/\d\.\d{1,3}\.\d{1,3}/)?.[0] ?? human.match(/\b[45]\.\d{1,3}\.\d{1,3}\b/)?.[0]
  const declared = [...fields(status, 'Final-Recipient'), ...fields(status, 'Original-Recipient')]
    .map((value) =>
      value
        .replace(/^rfc822;\s*/i, '')
        .replace(/[<>]/g, '')
        .trim(),
    )
    .filter((value) => value.includes('@'))
  const failed = [...headers, ...fields(human, 'X-Failed-Recipients')].flatMap((value) => value.match(ADDRESS) ?? [])
  const recipients =
    declared.length > 0 ? declared : failed.length > 0 ? failed : (human.match(ADDRESS) ?? []).slice(0, 5)
  return {
    originalMessageId: fields(originalHead, 'Message-ID')[0]?.match(/<[^<>\s]+>/)?.[0] ?? null,
    recipients: [...new Set(recipients.map((value) => value.toLowerCase()))],
    status: code ?? null,
    permanent: action === null ? isFinal(code, `${subject}\n${human}`) : action === 'failed',
  }
}
