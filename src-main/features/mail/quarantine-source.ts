import type { InputOf, OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { appError, refuse } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import type { MailParserPort } from './mail-ports'
import { quarantinedById } from './quarantine-queries'

type Source = OutputOf<(typeof mail)['quarantineSource']>

/** What was laid aside for how it is built is not read again for whoever looks at it. */
const UNREADABLE: ReadonlySet<string> = new Set(['unparsable', 'too_large', 'over_limit'])
const TEXT_LENGTH = 50_000

/** A mail that was laid aside: its source, and what a person reads of it where it can be read. */
export const quarantineSource = async (
  parts: FeatureParts & { readonly parser: MailParserPort },
  { id, limit }: InputOf<(typeof mail)['quarantineSource']>,
): Promise<Result<Source>> => {
  const { store, files } = parts.current
  const found = await store.read(async (db) => (await quarantinedById(db, id)) ?? refuse('not_found'))
  if (!found.ok) return found
  if (found.value.emptied_at !== null) return err(appError('not_found'))
  const raw = await files.read(found.value.raw_sha256).catch(() => null)
  if (raw === null) return err(appError('attachment_missing'))
  return ok({
    text: raw.toString('utf8', 0, limit),
    truncated: raw.byteLength > limit,
    reading: UNREADABLE.has(found.value.reason) ? null : await readingOf(parts.parser, raw),
  })
}

const readingOf = async (parser: MailParserPort, raw: Uint8Array): Promise<Source['reading']> => {
  const { error, text, attachments } = await parser.parse(raw)
  if (error !== null) return null
  return {
    text: text.slice(0, TEXT_LENGTH),
    truncated: text.length > TEXT_LENGTH,
    files: attachments.map(({ name, size }) => ({ name, size })),
  }
}
